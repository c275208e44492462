using Chatterbox.Pipeline.Scheduling;
using Chatterbox.Server.Engine;
using Chatterbox.Server.Voices;

namespace Chatterbox.Server.Operation;

/// <summary>
/// All settings of the server, from appsettings.json (section Chatterbox), the environment (CHATTERBOX__NAME) and the command line,
/// of which the later wins. Checked at the start by <see cref="ServerOptionsCheck"/>.
/// </summary>
internal sealed class ServerOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Chatterbox";

    /// <summary>Addresses to listen on, separated by semicolons. Loopback by default.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:8004";

    /// <summary>Folder of the model; null for pico.</summary>
    public string? ModelDir { get; set; }

    /// <summary>Folder with a folder for each model that may be loaded while the server runs; null if models are not to be changed.</summary>
    public string? ModelsDir { get; set; }

    /// <summary>Which of the folder's families.</summary>
    public ModelFamily? Family { get; set; }

    /// <summary>Name of the T3 file.</summary>
    public string? T3 { get; set; }

    /// <summary>Whether a checkpoint of random values may be served.</summary>
    public bool Random { get; set; }

    /// <summary>Threads of the engine; null for the fastest number.</summary>
    public int? Threads { get; set; }

    /// <summary>Where the models run: cpu, torch-cpu, cuda, cuda:N or auto.</summary>
    public string Device { get; set; } = "cpu";

    /// <summary>Precision of the weights.</summary>
    public Precision Precision { get; set; }

    /// <summary>Folder of the voices.</summary>
    public string VoicesDir { get; set; } = "voices";

    /// <summary>Names that stand for voices, beside OpenAI's names, which are all the model's own voice unless they are among these.</summary>
    public Dictionary<string, string>? VoiceAliases { get; set; }

    /// <summary>Language of a multilingual model where a request names none.</summary>
    public string DefaultLanguage { get; set; } = "en";

    /// <summary>Keys that clients must send, in clear or as sha256: and 64 hex digits; none leaves the server open.</summary>
    public string[] ApiKeys { get; set; } = [];

    /// <summary>Whether the lists of models and voices can be read without a key.</summary>
    public bool PublicLists { get; set; }

    /// <summary>Origins whose pages may call the server; * for all.</summary>
    public string[] CorsOrigins { get; set; } = [];

    /// <summary>Requests a minute from one address; 0 for no limit.</summary>
    public int RequestsPerMinute { get; set; }

    /// <summary>Longest text in characters.</summary>
    public int MaxTextCharacters { get; set; } = 10_000;

    /// <summary>Largest body in MB.</summary>
    public int MaxBodyMegabytes { get; set; } = 110;

    /// <summary>Largest recording in MB.</summary>
    public int MaxClipMegabytes { get; set; } = 20;

    /// <summary>Longest recordings of a voice in seconds.</summary>
    public int MaxClipSeconds { get; set; } = 120;

    /// <summary>Most solver steps that a request may ask for.</summary>
    public int MaxSolverSteps { get; set; } = 50;

    /// <summary>Requests that may wait or be worked on at once.</summary>
    public int MaxRequests { get; set; } = 32;

    /// <summary>Rows of a decoding step; guidance takes two for each sentence.</summary>
    public int MaxRows { get; set; } = 16;

    /// <summary>Memory of all key-value caches in MB.</summary>
    public int MaxCacheMegabytes { get; set; } = 2048;

    /// <summary>Longest time of a request in seconds.</summary>
    public int RequestTimeoutSeconds { get; set; } = 600;

    /// <summary>Seconds of audio kept for a client that is slow to take it.</summary>
    public int BufferSeconds { get; set; } = 300;

    /// <summary>Seconds after which a client loses its request that sends nothing more of its body, or whose buffer is full and that takes nothing.</summary>
    public int SlowClientSeconds { get; set; } = 30;

    /// <summary>Seconds that requests at hand have when the server stops.</summary>
    public int ShutdownSeconds { get; set; } = 20;

    /// <summary>Minutes without a request after which the model is unloaded; 0 keeps it.</summary>
    public int IdleUnloadMinutes { get; set; }

    /// <summary>Whether speech carries the inaudible watermark.</summary>
    public bool Watermark { get; set; } = true;

    /// <summary>Whether the log shows what is spoken.</summary>
    public bool LogTexts { get; set; }

    /// <summary>The addresses, one by one.</summary>
    public string[] Addresses => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The engine's part.</summary>
    public EngineSettings EngineSettings => new()
    {
        Threads = Threads,
        Device = Server.Device.Parse(Device) ?? throw new InvalidOperationException($"Device is '{Device}'; the check let it pass, which is a bug."),
        Precision = Precision,
        MaxRequests = MaxRequests,
        Scheduler = new SchedulerLimits { MaxRows = MaxRows, MaxCacheBytes = (long)MaxCacheMegabytes << 20 },
        IdleUnload = IdleUnloadMinutes > 0 ? TimeSpan.FromMinutes(IdleUnloadMinutes) : null,
        RequestTimeout = TimeSpan.FromSeconds(RequestTimeoutSeconds),
        MaxBufferedSeconds = BufferSeconds,
        SlowClientTimeout = TimeSpan.FromSeconds(SlowClientSeconds),
        ShutdownGrace = TimeSpan.FromSeconds(ShutdownSeconds),
    };

    /// <summary>The voice library's part.</summary>
    public VoiceLibraryLimits VoiceLimits => new()
    {
        MaxClipBytes = (long)MaxClipMegabytes << 20,
        MaxDuration = TimeSpan.FromSeconds(MaxClipSeconds),
    };

    /// <summary>The model's part.</summary>
    public ModelSource ModelSource => new(string.IsNullOrWhiteSpace(ModelDir) ? null : ModelDir, Family, T3, Random);
}
