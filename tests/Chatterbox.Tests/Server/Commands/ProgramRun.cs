using System.Diagnostics;

namespace Chatterbox.Tests.Server.Commands;

/// <summary>Runs the built program, which lies beside the tests, in a process of its own.</summary>
internal static class ProgramRun
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(3);

    /// <summary>Runs a command line without input and waits for its end.</summary>
    /// <exception cref="InvalidOperationException">It did not start, or was not done in time.</exception>
    public static Task<CommandRun> Of(params string[] args) => In(Environment.CurrentDirectory, [], args);

    /// <summary>Runs a command line in a folder and with variables of the environment.</summary>
    /// <inheritdoc cref="Of" path="/exception"/>
    public static async Task<CommandRun> In(string folder, (string Name, string Value)[] variables, params string[] args)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(dotnet, [Path.Combine(AppContext.BaseDirectory, "chatterbox.dll"), .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{dotnet} did not start.");
        process.StandardInput.Close();
        using CancellationTokenSource limit = new(TimeLimit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token), error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new CommandRun(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"'chatterbox {string.Join(' ', args)}' was not done after {TimeLimit.TotalMinutes} minutes.");
        }
    }
}
