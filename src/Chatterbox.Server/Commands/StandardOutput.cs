using Spectre.Console;

namespace Chatterbox.Server.Commands;

/// <summary>Standard output for tables and progress bars.</summary>
internal static class StandardOutput
{
    /// <summary>What a file or a pipe takes in a line, wide enough for every table.</summary>
    private const int RedirectedWidth = 120;

    /// <summary>Writes to what standard output is now; Spectre's own console keeps the one it saw first.</summary>
    public static IAnsiConsole Open()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = RedirectedWidth;
        return console;
    }
}
