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
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(SayCommand.Create());
        root.Subcommands.Add(DownloadCommand.Create());
        root.Subcommands.Add(VoiceCommand.Create());
        root.Subcommands.Add(TokenizeCommand.Create());
        root.Subcommands.Add(DurationsCommand.Create());
        root.Subcommands.Add(WatermarkCommand.Create());
        root.Subcommands.Add(CheckpointCommand.Create());
        root.Subcommands.Add(ParityCommand.Create());
        root.Subcommands.Add(ErrorsCommand.Create());
        root.Subcommands.Add(QualityCommand.Create());
        root.Subcommands.Add(BenchCommand.Create());
        root.Subcommands.Add(ChartCommand.Create());
        return root;
    }

    /// <summary>Parses and runs a command line; a line that cannot be parsed is wrong use.</summary>
    public static Task<int> InvokeAsync(this RootCommand root, string[] args, CancellationToken cancellation = default)
    {
        ParseResult result = root.Parse(args);
        if (result.Errors.Count == 0)
            return result.InvokeAsync(Configuration(result), cancellation);
        foreach (System.CommandLine.Parsing.ParseError error in result.Errors)
            Console.Error.WriteLine($"chatterbox: {WithoutTypeName(error.Message)}");
        Console.Error.WriteLine("Use --help to see what there is.");
        return Task.FromResult(ExitCode.BadInput);
    }

    /// <summary>A verb that does not end within two seconds of a signal is left behind. The server sees to signals itself: it has requests to finish.</summary>
    private static InvocationConfiguration Configuration(ParseResult result)
    {
        var configuration = new InvocationConfiguration();
        if (result.CommandResult.Command.Name == ServeCommand.Name)
            configuration.ProcessTerminationTimeout = null;
        return configuration;
    }

    /// <summary>The parser's messages name .NET types, which say nothing to a user.</summary>
    private static string WithoutTypeName(string message)
    {
        int type = message.IndexOf(" as expected type", StringComparison.Ordinal);
        return type < 0 ? message : $"{message[..type]}.";
    }
}
