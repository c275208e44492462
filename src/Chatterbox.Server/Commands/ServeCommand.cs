using System.CommandLine;
using Chatterbox.Server.Operation;
using Chatterbox.Server.Voices;

namespace Chatterbox.Server.Commands;

/// <summary><c>serve</c>: the HTTP server.</summary>
internal sealed class ServeCommand
{
    /// <summary>What the verb is called.</summary>
    public const string Name = "serve";

    private readonly Command _command = new(
        Name,
        "Answers over HTTP: POST /tts, OpenAI's POST /v1/audio/speech, a library of voices, /swagger.\n\n"
        + "  chatterbox serve\n"
        + "  chatterbox serve --model-dir models/chatterbox-original --urls http://0.0.0.0:8004 --api-keys KEY\n\n"
        + "Every option can also stand in appsettings.json (section Chatterbox) or in the environment (CHATTERBOX__MODELDIR=...).");

    private readonly Dictionary<string, Option> _options = new(StringComparer.Ordinal)
    {
        [nameof(ServerOptions.Urls)] = Text("--urls", "Addresses to listen on, separated by semicolons. Default: http://127.0.0.1:8004, this machine only.", "URLS"),
        [nameof(ServerOptions.ModelDir)] = Text("--model-dir", "Folder with the model's published files. Default: the small model that comes with the program.", "DIR"),
        [nameof(ServerOptions.ModelsDir)] = Text("--models-dir", "Folder with a folder for each model that clients may load in place of the first, see /models. Default: none.", "DIR"),
        [nameof(ServerOptions.Family)] = FamilyOption.Create("Which model of the folder to load. Default: told by its T3 file."),
        [nameof(ServerOptions.T3)] = Text("--t3", "Name of the T3 file in the folder. Default: the family's published one.", "FILE"),
        [nameof(ServerOptions.Threads)] = Text("--threads", "Threads of the engine. Default: as many as are fastest here, tried at the start; most often one for each core.", "N"),
        [nameof(ServerOptions.Precision)] = PrecisionOption.Create(),
        [nameof(ServerOptions.Device)] = DeviceOption.Create(),
        [nameof(ServerOptions.VoicesDir)] = Text("--voices-dir", "Folder of the voices. Default: voices.", "DIR"),
        [nameof(ServerOptions.ApiKeys)] = Text("--api-keys", "Keys that clients must send, separated by commas, in clear or as sha256:HEX. Default: none.", "KEYS"),
        [nameof(ServerOptions.PublicLists)] = new Option<bool?>("--public-lists") { Description = "Let the lists of models and voices be read without a key." },
        [nameof(ServerOptions.CorsOrigins)] = Text("--cors-origins", "Origins whose pages may call the server, separated by commas; * for all. Default: none.", "ORIGINS"),
        [nameof(ServerOptions.RequestsPerMinute)] = Text("--requests-per-minute", "Requests a minute from one address. Default: 0, no limit.", "N"),
        [nameof(ServerOptions.DefaultLanguage)] = Text("--default-language", "Language of a multilingual model where a request names none. Default: en.", "L"),
        [nameof(ServerOptions.MaxTextCharacters)] = Text("--max-text-characters", "Longest text. Default: 10000.", "N"),
        [nameof(ServerOptions.MaxBodyMegabytes)] = Text("--max-body-megabytes", "Largest body. Default: 110.", "N"),
        [nameof(ServerOptions.MaxClipMegabytes)] = Text("--max-clip-megabytes", "Largest recording. Default: 20.", "N"),
        [nameof(ServerOptions.MaxClipSeconds)] = Text("--max-clip-seconds", "Longest recordings of a voice. Default: 120.", "N"),
        [nameof(ServerOptions.MaxSolverSteps)] = Text("--max-solver-steps", "Most solver steps that a request may ask for. Default: 50.", "N"),
        [nameof(ServerOptions.MaxRequests)] = Text("--max-requests", "Requests that may wait or be worked on at once; one more is answered 429. Default: 32.", "N"),
        [nameof(ServerOptions.MaxRows)] = Text("--max-rows", "Rows of a decoding step; guidance takes two for each sentence. Default: 16.", "N"),
        [nameof(ServerOptions.MaxCacheMegabytes)] = Text("--max-cache-megabytes", "Memory of all key-value caches. Default: 2048.", "N"),
        [nameof(ServerOptions.RequestTimeoutSeconds)] = Text("--request-timeout-seconds", "Longest time of a request, from when its body has arrived. Default: 600.", "N"),
        [nameof(ServerOptions.BufferSeconds)] = Text("--buffer-seconds", "Audio kept for a slow client. Default: 300.", "N"),
        [nameof(ServerOptions.SlowClientSeconds)] = Text("--slow-client-seconds", "A client that sends nothing more of its body for so long, or whose buffer is full and that takes nothing, loses its request. Default: 30.", "N"),
        [nameof(ServerOptions.ShutdownSeconds)] = Text("--shutdown-seconds", "Time that requests at hand have when the server stops. Default: 20.", "N"),
        [nameof(ServerOptions.IdleUnloadMinutes)] = Text("--idle-unload-minutes", "Unload the model after so long without a request. Default: 0, never.", "N"),
        [nameof(ServerOptions.Watermark)] = new Option<bool?>("--watermark") { Description = "Whether speech carries the inaudible watermark. Default: true." },
        [nameof(ServerOptions.Random)] = new Option<bool?>("--random") { Description = "Let a checkpoint of random values speak, which is noise." },
        [nameof(ServerOptions.LogTexts)] = new Option<bool?>("--log-texts") { Description = "Show in the log what is spoken. Default: false." },
    };

    private ServeCommand()
    {
        foreach (Option option in _options.Values)
            _command.Options.Add(option);
        _command.SetAction((result, cancellation) => CommandRunner.RunAsync(() => RunAsync(result, cancellation).GetAwaiter().GetResult()));
    }

    /// <summary>The verb.</summary>
    public static Command Create() => new ServeCommand()._command;

    private static Option<string?> Text(string name, string description, string help) => new(name) { Description = description, HelpName = help };

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        await using WebApplication app = ServerHost.Build(builder, ServerConfiguration.Read(builder.Configuration, Given(result)));
        TemporaryFiles.KeepIn(app.Services.GetRequiredService<VoiceLibrary>());
        try
        {
            await app.RunAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The usual end.
        }

        return ExitCode.Done;
    }

    /// <summary>What stands on the command line, by the setting's name.</summary>
    private IEnumerable<KeyValuePair<string, string?>> Given(ParseResult result) =>
        from pair in _options
        where result.GetResult(pair.Value) is { Implicit: false }
        select KeyValuePair.Create(pair.Key, pair.Value switch
        {
            Option<bool?> flag => (result.GetValue(flag) ?? true).ToString(),
            Option<Device> device => result.GetValue(device).ToString(),
            Option<Precision> precision => result.GetValue(precision).ToString(),
            Option<ModelFamily?> family => result.GetValue(family)?.ToString(),
            Option<string?> text => result.GetValue(text),
            _ => throw new InvalidOperationException($"{pair.Key} has an option of another kind; this is a bug."),
        });
}
