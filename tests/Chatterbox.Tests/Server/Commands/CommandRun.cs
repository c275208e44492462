using System.CommandLine;
using Chatterbox.Server.Commands;

namespace Chatterbox.Tests.Server.Commands;

/// <summary>What came of a command line that ran in this process.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a command line without input.</summary>
    public static Task<CommandRun> Of(params string[] args) => WithInput("", args);

    /// <summary>Runs a command line that must succeed.</summary>
    public static async Task<CommandRun> Done(params string[] args)
    {
        CommandRun run = await Of(args);
        Assert.True(run.ExitCode == 0, $"{run.ExitCode}: {run.Error}");
        return run;
    }

    /// <summary>Runs a command line with this on standard input.</summary>
    public static Task<CommandRun> WithInput(string input, params string[] args) => Run(ChatterboxCommand.Create(), input, args, CancellationToken.None);

    /// <summary>Runs a command line of other verbs than the program's own.</summary>
    public static Task<CommandRun> With(RootCommand root, params string[] args) => Run(root, "", args, CancellationToken.None);

    /// <summary>Runs a command line that is cancelled, as Ctrl+C does.</summary>
    public static Task<CommandRun> Cancelled(CancellationToken cancellation, params string[] args) => Run(ChatterboxCommand.Create(), "", args, cancellation);

    /// <summary>Runs a command line of other verbs that is cancelled.</summary>
    public static Task<CommandRun> Cancelled(RootCommand root, CancellationToken cancellation, params string[] args) => Run(root, "", args, cancellation);

    /// <summary>Fails unless the command line was refused with a message that holds all the parts.</summary>
    public void AssertRefused(params ReadOnlySpan<string> parts)
    {
        Assert.Equal((2, ""), (ExitCode, Output));
        foreach (string part in parts)
            Assert.Contains(part, Error, StringComparison.Ordinal);
    }

    private static async Task<CommandRun> Run(RootCommand root, string input, string[] args, CancellationToken cancellation)
    {
        (TextReader oldInput, TextWriter oldOutput, TextWriter oldError) = (Console.In, Console.Out, Console.Error);
        using StringReader reader = new(input);
        using StringWriter output = new(), error = new();
        try
        {
            Console.SetIn(reader);
            Console.SetOut(output);
            Console.SetError(error);
            int exitCode = await root.InvokeAsync(args, cancellation);
            return new CommandRun(exitCode, output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetIn(oldInput);
            Console.SetOut(oldOutput);
            Console.SetError(oldError);
        }
    }
}
