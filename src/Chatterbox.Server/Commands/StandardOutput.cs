using Spectre.Console;

namespace Chatterbox.Server.Commands;

/// <summary>Standard output for tables and progress bars.</summary>
internal static class StandardOutput
{
    /// <summary>Writes to what standard output is now; Spectre's own console keeps the one it saw first.</summary>
    public static IAnsiConsole Open() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
}
