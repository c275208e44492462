using System.CommandLine;
using Chatterbox.Server.Chart;
using Chatterbox.Tensors.Files;

namespace Chatterbox.Server.Commands;

/// <summary><c>chart</c>: results of <c>bench</c> as a picture, beside those of other programs.</summary>
internal sealed class ChartCommand
{
    private const int MaxResults = 32;

    private readonly Command _command = new(
        "chart",
        "Draws the real-time factors in results of 'chatterbox bench --json' as an SVG, beside those of other programs.\n\n"
        + "  chatterbox chart results/bench-*.json --peers benchmarks/results/peers.json --out speed.svg");

    private readonly Argument<string[]> _results = new("RESULT") { Description = "Files that 'chatterbox bench --json' printed.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _peers = new("--peers") { Description = "A list of other programs: name, machine and rtf by family, as in benchmarks/results/peers.json.", HelpName = "FILE" };
    private readonly Option<string> _out = new("--out", "-o") { Description = "The SVG file to write.", HelpName = "FILE.svg", Required = true };

    private ChartCommand()
    {
        _command.Arguments.Add(_results);
        _command.Options.Add(_peers);
        _command.Options.Add(_out);
        _command.SetAction((result, _) => CommandRunner.RunAsync(() => Run(result)));
    }

    /// <summary>The verb.</summary>
    public static Command Create() => new ChartCommand()._command;

    private int Run(ParseResult result)
    {
        string path = result.GetValue(_out)!;
        OutputFile.RequireWritable(path);
        string[] results = result.GetValue(_results)!;
        if (results.Length > MaxResults)
            throw new UsageException($"A chart has at most {MaxResults} results, not {results.Length}.");
        List<SpeedFigure> figures = [];
        if (result.GetValue(_peers) is { } peers)
        {
            InputFile.Require(peers);
            figures.AddRange(SpeedFiles.ReadPeers(peers));
        }

        foreach (string file in results)
        {
            InputFile.Require(file);
            SpeedFigure figure = SpeedFiles.ReadResult(file);
            if (figures.Exists(other => other.IsOurs && (other.Family, other.Program) == (figure.Family, figure.Program)))
                throw new UsageException($"'{file}' is a second result of {figure.Family} with {figure.Program}. Name one of them.");
            figures.Add(figure);
        }

        using WholeFile whole = new(path);
        SpeedChart.Write(whole.Stream, figures);
        whole.Commit();
        Console.WriteLine($"{path}: {figures.Count} figures");
        return ExitCode.Done;
    }
}
