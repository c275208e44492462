using System.Diagnostics;
using System.Globalization;

namespace Chatterbox.Tests.Server;

/// <summary>The built program's <c>serve</c>, which lies beside the tests, in a process of its own on a free port of this machine.</summary>
internal sealed class ServedProgram : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private ServedProgram(Process process) => _process = process;

    /// <summary>Calls the server.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>Its process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Memory that its process holds now, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            string line = File.ReadLines($"/proc/{ProcessId}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
        }
    }

    /// <summary>Programs that it has started and that still run.</summary>
    public IReadOnlyList<int> Children =>
        [.. File.ReadAllText($"/proc/{ProcessId}/task/{ProcessId}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    /// <summary>Starts it with these options of <c>serve</c> and waits until it takes requests.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time.</exception>
    public static async Task<ServedProgram> StartAsync(params string[] options)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string[] args = [Path.Combine(AppContext.BaseDirectory, "chatterbox.dll"), "serve", "--urls", "http://127.0.0.1:0", .. options];
        ProcessStartInfo start = new(dotnet, args) { RedirectStandardOutput = true };
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{dotnet} did not start.");
        var server = new ServedProgram(process);
        try
        {
            using CancellationTokenSource limit = new(StartLimit);
            server.Client.BaseAddress = await server.AddressAsync(limit.Token);
            while (!(await server.Client.GetAsync("/health/ready", limit.Token)).IsSuccessStatusCode)
                await Task.Delay(20, limit.Token);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(new CancellationTokenSource(StopLimit).Token);
        _process.Dispose();
    }

    /// <summary>Reads the log up to the address, and from then on only empties it.</summary>
    private async Task<Uri> AddressAsync(CancellationToken cancellation)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and int at)
            {
                _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new Uri(line[(at + Listening.Length)..].Trim());
            }
        }

        throw new InvalidOperationException($"The server ended with {_process.ExitCode} before it listened.");
    }
}
