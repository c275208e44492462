using System.CommandLine;
using System.Net;
using Chatterbox.Checkpoints;
using Chatterbox.Server.Commands;
using Chatterbox.Tests.Server.Download;

namespace Chatterbox.Tests.Server.Commands;

[Collection(ConsoleTests.Name)]
public sealed class DownloadCommandTests : IDisposable
{
    private static readonly string[] Variables = ["HF_ENDPOINT", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HUB_OFFLINE"];

    private readonly TemporaryFolder _folder = new();
    private readonly string?[] _before = [.. Variables.Select(Environment.GetEnvironmentVariable)];
    private readonly IWebProxy _proxy = HttpClient.DefaultProxy;

    public DownloadCommandTests()
    {
        foreach (string name in Variables)
            Environment.SetEnvironmentVariable(name, null);
        HttpClient.DefaultProxy = new WebProxy();
    }

    private string Model => _folder.File("some", "model");

    public void Dispose()
    {
        for (int i = 0; i < Variables.Length; i++)
            Environment.SetEnvironmentVariable(Variables[i], _before[i]);
        HttpClient.DefaultProxy = _proxy;
        _folder.Dispose();
    }

    [Theory]
    [InlineData(ModelFamily.Original)]
    [InlineData(ModelFamily.Multilingual)]
    [InlineData(ModelFamily.Turbo)]
    [InlineData(ModelFamily.Nano)]
    public async Task The_folder_of_a_download_opens(ModelFamily family)
    {
        await using HubServer server = new(Serve);
        CommandRun run = await Download(family.ToString(), "--out", Model, "--endpoint", server.Address);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] lines = run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        FamilyFiles files = FamilyFiles.Of(family);
        Assert.Contains($"{files.T3[0]}: {files.T3[0].Length} B, verified", lines);
        Assert.Equal($"Ready: chatterbox say \"Hello there.\" --model-dir {Path.GetRelativePath(Environment.CurrentDirectory, Model)}", lines[^1]);
        Assert.All(server.Requests, request => Assert.StartsWith($"/{files.Repository}/resolve/", request.Target, StringComparison.Ordinal));

        Assert.Equal(family, CheckpointPaths.DetectFamily(Model));
        CheckpointPaths paths = CheckpointPaths.Find(Model, family);
        Assert.Equal(Path.Combine(Model, files.T3[0]), paths.T3);
        Assert.Equal(files.Tokenizer.Length + files.OptionalTokenizer.Length, paths.Tokenizer.Count);
        Assert.Equal(Path.Combine(Model, "conds.pt"), paths.Voice);

        // Verified without the server.
        run = await Download(family.ToString(), "--out", Model, "--offline");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"{files.T3[0]}: there, verified", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_T3_file_may_be_fetched_and_is_named_where_it_is_not_the_first()
    {
        await using HubServer server = new(Serve);
        CommandRun run = await Download("multilingual", "--t3", "t3_mtl23ls_v3.safetensors", "--out", Model, "--endpoint", server.Address);
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("--t3", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Model, "t3_mtl23ls_v2.safetensors")));

        await Download("multilingual", "--out", Model, "--endpoint", server.Address);
        run = await Download("multilingual", "--t3", "t3_mtl23ls_v3.safetensors", "--out", Model, "--endpoint", server.Address);
        Assert.Contains("--t3 t3_mtl23ls_v3.safetensors", run.Output, StringComparison.Ordinal);

        // Two families in one folder.
        run = await Download("original", "--out", Model, "--endpoint", server.Address);
        Assert.Contains("--t3 t3_cfg.safetensors", run.Output, StringComparison.Ordinal);

        (await Download("multilingual", "--t3", "t3_cfg.safetensors", "--out", Model)).AssertRefused("There is t3_mtl23ls_v2.safetensors, t3_mtl23ls_v3.safetensors.");
    }

    [Fact]
    public async Task Endpoint_and_token_come_from_the_environment()
    {
        await using HubServer server = new(Serve);
        Environment.SetEnvironmentVariable("HF_ENDPOINT", server.Address);
        Environment.SetEnvironmentVariable("HUGGING_FACE_HUB_TOKEN", "second");
        await Download("turbo", "--out", _folder.File("one"), "--revision", "refs/pr/1");
        Environment.SetEnvironmentVariable("HF_TOKEN", "first\n");
        await Download("turbo", "--out", _folder.File("two"));
        await Download("turbo", "--out", _folder.File("three"), "--token", "given");
        Assert.Equal(["Bearer second", "Bearer first", "Bearer given"], server.Requests.Select(request => request["Authorization"]).Distinct());
        Assert.StartsWith("/ResembleAI/chatterbox-turbo/resolve/refs%2Fpr%2F1/", server.Requests[0].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_one_line_without_the_token()
    {
        await using HubServer server = new(_ => new HubReply { Status = 401 });
        CommandRun run = await Download("turbo", "--out", Model, "--endpoint", server.Address, "--token", "hf_Secret");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Single(run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("does not accept the token (401)", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_Secret", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("true")]
    public async Task Offline_may_be_said_by_the_environment(string value)
    {
        await using HubServer server = new(Serve);
        Environment.SetEnvironmentVariable("HF_HUB_OFFLINE", value);
        CommandRun run = await Download("turbo", "--out", Model, "--endpoint", server.Address);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"'{Model}' lacks t3_turbo_v1.safetensors, s3gen_meanflow.safetensors", run.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.False(Directory.Exists(Model));
    }

    [Fact]
    public async Task Stopping_ends_it_at_once()
    {
        using CancellationTokenSource stop = new();
        await using HubServer server = new(request =>
        {
            // The rest never comes, and the user gives up.
            stop.Cancel();
            return Serve(request) with { CutAfter = 5, IsStalling = true };
        });
        CommandRun run = await CommandRun.Cancelled(Root(), stop.Token, "download", "turbo", "--out", Model, "--endpoint", server.Address);
        Assert.Equal((130, "", $"Stopped.{Environment.NewLine}"), (run.ExitCode, run.Output, run.Error));
        Assert.Single(server.Requests);
        Assert.False(File.Exists(Path.Combine(Model, "t3_turbo_v1.safetensors")));
    }

    [Fact]
    public async Task A_proxy_is_asked()
    {
        await using HubServer proxy = new(request => Serve(request));
        HttpClient.DefaultProxy = new WebProxy(proxy.Address);
        Assert.Equal(0, (await Download("turbo", "--out", Model, "--endpoint", "http://hub.test")).ExitCode);
        Assert.StartsWith("http://hub.test/ResembleAI/chatterbox-turbo/resolve/", proxy.Requests[0].Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--out names no folder.", "--out", " ")]
    [InlineData("is a file. Name a folder", "--out", "FILE")]
    [InlineData("The endpoint must look like", "--endpoint", "hub.test")]
    [InlineData("--revision must be", "--revision", "../main")]
    [InlineData("The token holds something else", "--token", "a b")]
    [InlineData("--force fetches files, which --offline", "--force", "--offline")]
    [InlineData("--t3 '../x' is not published", "--t3", "../x")]
    public async Task Wrong_use_is_refused(string message, params string[] args)
    {
        string file = _folder.File("file");
        File.WriteAllText(file, "");
        string[] folder = args[0] == "--out" ? [] : ["--out", Model];
        (await CommandRun.Of(["download", "turbo", .. folder, .. args.Select(arg => arg == "FILE" ? file : arg)])).AssertRefused(message);
        Assert.False(Directory.Exists(Model));
    }

    /// <summary>Serves the list's files: each holds its own name.</summary>
    private static HubReply Serve(HubRequest request) =>
        HubReply.File(request, System.Text.Encoding.ASCII.GetBytes(request.Target[(request.Target.LastIndexOf('/') + 1)..]), tag: null);

    private Task<CommandRun> Download(params string[] args) => CommandRun.With(Root(), ["download", .. args]);

    /// <summary>The verb, with a list in which each file holds its own name.</summary>
    private RootCommand Root()
    {
        string list = _folder.File("models.json");
        File.WriteAllText(list, $$"""{"families": { {{string.Join(',', Enum.GetValues<ModelFamily>().Select(Entry))}} } }""");
        return [DownloadCommand.Create(() => list)];
    }

    private static string Entry(ModelFamily family)
    {
        FamilyFiles files = FamilyFiles.Of(family);
        string[] names = [.. files.T3, files.S3Gen[0], FamilyFiles.VoiceEncoder, .. files.Tokenizer, .. files.OptionalTokenizer, FamilyFiles.Voice[0]];
        string entries = string.Join(',', names.Select(name => $$"""{"name":"{{name}}","size":{{name.Length}},"sha256":"{{TestDownload.Sha256(System.Text.Encoding.ASCII.GetBytes(name))}}"}"""));
        return $$"""
            "{{family.ToString().ToLowerInvariant()}}":{"repository":"{{files.Repository}}","revision":"main","t3":["{{string.Join("\",\"", files.T3)}}"],"files":[{{entries}}]}
            """;
    }
}
