using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Chatterbox.Tests.Server.Http;

namespace Chatterbox.Tests.Server;

/// <summary>The built program as a server in a process of its own, which can be killed and measured.</summary>
[SupportedOSPlatform("linux")]
internal sealed partial class ServeProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _log = [];

    private ServeProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Calls the server. Who drops an answer leaves at once: by default up to a megabyte of the rest would still be read.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { MaxResponseDrainSize = 0 }) { Timeout = TimeSpan.FromMinutes(10) };

    /// <summary>Where it listens.</summary>
    public Uri Address => Client.BaseAddress!;

    /// <summary>Id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>What it has written so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return string.Join('\n', _log);
        }
    }

    /// <summary>Resident memory in MB.</summary>
    public int Megabytes => Status("VmRSS") / 1024;

    /// <summary>How many threads it has.</summary>
    public int Threads => Status("Threads");

    /// <summary>Starts the program and waits until it is ready.</summary>
    public static async Task<ServeProcess> StartAsync(ServeLimits limits, string temporary, IEnumerable<string> options)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string limit = limits.LargestFile is { } blocks ? string.Create(CultureInfo.InvariantCulture, $"trap '' XFSZ; ulimit -f {blocks}; ") : "";
        string search = limits.Alone ? "program=$(command -v \"$0\"); PATH=/nowhere exec \"$program\" \"$@\"" : "exec \"$0\" \"$@\"";
        ProcessStartInfo start = new("/bin/sh", ["-c", $"{limit}{search}", dotnet, Path.Combine(AppContext.BaseDirectory, "chatterbox.dll"), "serve", "--urls", "http://127.0.0.1:0", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = temporary;
        start.Environment["CHATTERBOX__DEVICE"] = TestDevice.Name;
        // No sockets of the debugger in that folder, and no file of 2 GiB for compiled code, which a limit would forbid.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        // To watch hot code in order to compile it better costs more than it saves within seconds.
        start.Environment["DOTNET_TieredPGO"] = "0";
        if (limits.HeapMegabytes is { } heap)
            start.Environment["DOTNET_GCHeapHardLimit"] = (heap << 20).ToString("x", CultureInfo.InvariantCulture);
        if (limits.Programs is { } programs)
            start.Environment["PATH"] = $"{programs}:{start.Environment["PATH"]}";
        var server = new ServeProcess(Process.Start(start) ?? throw new InvalidOperationException($"{dotnet} did not start."));
        try
        {
            server.Client.BaseAddress = await server._address.Task.WaitAsync(TimeSpan.FromMinutes(1));
            await Poll.UntilAsync(server.IsReadyAsync);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }

    /// <summary>Asks it to end, as a service manager does, and waits for its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (Process.Start("/bin/sh", ["-c", $"kill -TERM {Id}"])) { }
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return _process.ExitCode;
    }

    /// <summary>Processes that it has started and that are still there.</summary>
    public int[] Children() => [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Where(id => ParentOf(id) == Id)];

    /// <summary>The bare samples of a short fixed sentence.</summary>
    public async Task<byte[]> SpeakAsync(string? voice = null)
    {
        using HttpResponseMessage answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
            Client, "/tts", new { text = "Hello there.", voice, seed = 1, max_tokens = 4, response_format = "pcm" });
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(bytes)}");
        Assert.NotEmpty(bytes);
        return bytes;
    }

    /// <summary>Sends a recording as a voice.</summary>
    public async Task<HttpResponseMessage> UploadAsync(string name, byte[] recording, CancellationToken cancellation = default)
    {
        using MultipartFormDataContent form = Upload.Form(name, recording);
        return await Client.PostAsync("/voices", form, cancellation);
    }

    /// <summary>Names of the voices.</summary>
    public async Task<string[]> VoicesAsync() =>
        [.. (await (await Client.GetAsync("/voices")).JsonAsync()).GetProperty("voices").EnumerateArray().Select(voice => voice.GetProperty("name").GetString()!)];

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        Client.Dispose();
        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();

    private static int? ParentOf(int id)
    {
        try
        {
            // The name in parentheses may hold anything; state and parent follow it.
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private int Status(string name) => int.Parse(
        File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    private async Task<bool> IsReadyAsync()
    {
        using HttpResponseMessage answer = await Client.GetAsync("/health/ready");
        return answer.IsSuccessStatusCode;
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            _address.TrySetException(new InvalidOperationException($"The server ended before it listened: {Log}"));
            return;
        }

        lock (_log)
            _log.Add(line);
        if (Listening().Match(line) is { Success: true } match)
            _address.TrySetResult(new Uri(match.Groups[1].Value));
    }
}
