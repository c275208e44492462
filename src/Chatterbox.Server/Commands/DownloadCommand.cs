using System.CommandLine;
using Chatterbox.Checkpoints;
using Chatterbox.Server.Download;
using Chatterbox.Tensors;

namespace Chatterbox.Server.Commands;

/// <summary><c>download</c>: the published files of a family into a folder.</summary>
internal sealed class DownloadCommand
{
    private readonly Command _command = new(
        "download",
        "Fetches the published files of a family from Hugging Face into a folder for --model-dir, and verifies them.\n"
        + "Stopped or broken off, it goes on where it was when it is run again.\n\n"
        + "  chatterbox download turbo\n"
        + "  chatterbox say \"Hello there.\" --model-dir models/chatterbox-turbo\n"
        + "  chatterbox download multilingual --t3 t3_mtl23ls_v3.safetensors --out models/chatterbox-v3\n"
        + "  chatterbox download turbo --offline\n\n"
        + "A proxy is taken from HTTPS_PROXY, HTTP_PROXY and NO_PROXY, or from the system.");

    private readonly Argument<ModelFamily?> _family = FamilyOption.CreateArgument("Whose files: original, multilingual, turbo or nano.");
    private readonly Option<string?> _out = new("--out", "-o") { Description = "The folder. Default: models/chatterbox-FAMILY.", HelpName = "DIR" };
    private readonly Option<string?> _t3 = new("--t3") { Description = "Which T3 file to fetch, such as t3_mtl23ls_v3.safetensors. Default: v2 for multilingual.", HelpName = "FILE" };
    private readonly Option<string?> _endpoint = new("--endpoint") { Description = $"The server. Default: HF_ENDPOINT, or {HubEndpoint.Default}.", HelpName = "URL" };
    private readonly Option<string?> _revision = new("--revision") { Description = "Commit, branch or tag. Default: the commit whose files are known. The files must be the same.", HelpName = "REV" };
    private readonly Option<string?> _token = new("--token") { Description = "For repositories that want one; others can see it in the list of processes. Default: HF_TOKEN, or HUGGING_FACE_HUB_TOKEN.", HelpName = "T" };
    private readonly Option<bool> _offline = new("--offline") { Description = "Only verify what is there, as with HF_HUB_OFFLINE=1." };
    private readonly Option<bool> _force = new("--force") { Description = "Replace files that are there but are not the published ones, or cannot be verified." };
    private readonly Func<string> _list;

    private DownloadCommand(Func<string> list)
    {
        _list = list;
        _command.Arguments.Add(_family);
        foreach (Option option in (ReadOnlySpan<Option>)[_out, _t3, _endpoint, _revision, _token, _offline, _force])
            _command.Options.Add(option);
        _command.SetAction((result, cancellation) => CommandRunner.RunAsync(() => RunAsync(result, cancellation).GetAwaiter().GetResult()));
    }

    /// <summary>The verb.</summary>
    public static Command Create() => Create(() => BundledFiles.ModelList);

    /// <summary>The verb with another list of models.</summary>
    public static Command Create(Func<string> list) => new DownloadCommand(list)._command;

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        ModelFamily family = result.GetValue(_family)!.Value;
        PublishedFamily published = PublishedModels.Load(_list()).Of(family);
        string t3 = result.GetValue(_t3) ?? published.T3[0];
        IReadOnlyList<PublishedFile> files = published.FilesWith(t3);
        string revision = result.GetValue(_revision) ?? published.Revision;
        if (!PublishedName.IsRevision(revision))
            throw new UsageException("--revision must be a commit, branch or tag, such as main.");
        string folder = Folder(result.GetValue(_out) ?? Path.Combine("models", $"chatterbox-{family.ToString().ToLowerInvariant()}"));
        bool offline = result.GetValue(_offline) || Environment.GetEnvironmentVariable("HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";
        if (offline && result.GetValue(_force))
            throw new UsageException("--force fetches files, which --offline (or HF_HUB_OFFLINE) rules out.");
        var endpoint = HubEndpoint.Parse(result.GetValue(_endpoint) ?? Variable("HF_ENDPOINT") ?? HubEndpoint.Default);
        string? token = result.GetValue(_token) ?? Variable("HF_TOKEN") ?? Variable("HUGGING_FACE_HUB_TOKEN");
        using HubClient client = new(endpoint, token, HubClient.CreateHandler(), new DownloadSettings());

        await ShowAsync(async observer =>
        {
            FamilyDownload download = new(published.Repository, revision, files, folder, observer);
            if (offline)
                download.Verify(cancellation);
            else
                await download.FetchAsync(client, result.GetValue(_force), cancellation);
        });
        Console.WriteLine($"Ready: chatterbox say \"Hello there.\" {LoadOptions(folder, family, t3)}");
        return ExitCode.Done;
    }

    private static Task ShowAsync(Func<IDownloadObserver, Task> work) => Console.IsOutputRedirected
        ? work(new DownloadLines())
        : DownloadBar.RunAsync(StandardOutput.Open(), work);

    /// <summary>The options by which 'say' loads these files, also of a folder that holds other models as well.</summary>
    private static string LoadOptions(string folder, ModelFamily family, string t3)
    {
        _ = CheckpointPaths.Find(folder, family, t3);
        string shown = Path.GetRelativePath(Environment.CurrentDirectory, folder);
        string option = $"--model-dir {(shown.Contains(' ', StringComparison.Ordinal) ? $"\"{shown}\"" : shown)}";
        return IsFirst(folder, family, t3) ? option : $"{option} --t3 {t3}";
    }

    /// <summary>Whether a folder loads as this family with this T3 file when nothing else is said.</summary>
    private static bool IsFirst(string folder, ModelFamily family, string t3)
    {
        try
        {
            return CheckpointPaths.DetectFamily(folder) == family && Path.GetFileName(CheckpointPaths.Find(folder, family).T3) == t3;
        }
        catch (CheckpointException)
        {
            return false;
        }
    }

    private static string Folder(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new UsageException("--out names no folder.");
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return File.Exists(folder) ? throw new UsageException($"'{folder}' is a file. Name a folder with --out.") : folder;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name)?.Trim() is { Length: > 0 } value ? value : null;
}
