using System.CommandLine;

namespace Chatterbox.Server.Commands;

/// <summary>The program's command line.</summary>
internal static class ChatterboxCommand
{
    /// <summary>The root command with all verbs.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand(
            "Chatterbox Server: text to speech with Resemble AI's Chatterbox models.\n\n"
            + "  chatterbox say \"Hello there.\" --out hello.wav\n"
            + "  chatterbox say \"Hello there.\" --voice me.wav --model-dir models/chatterbox");
        root.Subcommands.Add(SayCommand.Create());
        root.Subcommands.Add(ParityCommand.Create());
        return root;
    }

    /// <summary>Parses and runs a command line; a line that cannot be parsed is wrong use.</summary>
    public static Task<int> InvokeAsync(this RootCommand root, string[] args)
    {
        ParseResult result = root.Parse(args);
        if (result.Errors.Count == 0)
            return result.InvokeAsync();
        foreach (System.CommandLine.Parsing.ParseError error in result.Errors)
            Console.Error.WriteLine($"chatterbox: {error.Message}");
        Console.Error.WriteLine("Use --help to see what there is.");
        return Task.FromResult(ExitCode.BadInput);
    }
}
