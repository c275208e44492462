namespace Chatterbox.Parity;

/// <summary>How far a rounded T3 is from one recorded run, fed the recorded tokens.</summary>
/// <param name="Case">The run's name.</param>
/// <param name="Logits">The largest error of the logits that were recorded: relative L2 distance.</param>
/// <param name="Steps">Tokens of the run.</param>
/// <param name="OtherLikeliest">Steps whose likeliest token is another one.</param>
public sealed record RoundingErrors(string Case, double Logits, int Steps, int OtherLikeliest)
{
    /// <summary>The largest <see cref="Logits"/> of a mode that may be chosen by itself.</summary>
    public const double LogitsBound = 2e-2;

    /// <summary>One in so many steps may have another likeliest token.</summary>
    public const int StepsPerOther = 100;

    /// <summary>Whether the mode may be chosen by itself.</summary>
    public bool WithinBounds => Logits <= LogitsBound && OtherLikeliest <= Steps / StepsPerOther;

    /// <summary>What the report of <see cref="ParityRunner.RunRounded"/> on a case says.</summary>
    public static RoundingErrors Of(ParityCase parityCase, ParityReport report) => new(
        parityCase.Name,
        report.Lines.Where(line => line.Name.StartsWith("t3/logits", StringComparison.Ordinal)).Max(line => line.Error),
        parityCase.Ids("t3/tokens").Length,
        (int)report.Lines.Single(line => line.Name == T3Phases.LikeliestName).Error);

    /// <summary>Several runs together: the largest error, and all steps.</summary>
    public static RoundingErrors Together(string name, IReadOnlyCollection<RoundingErrors> runs) =>
        new(name, runs.Max(run => run.Logits), runs.Sum(run => run.Steps), runs.Sum(run => run.OtherLikeliest));
}
