namespace Chatterbox.Parity;

/// <summary>How far rounded models are from one recorded run, each fed what was recorded before it.</summary>
/// <param name="Case">The run's name.</param>
/// <param name="Logits">The largest error of the logits that were recorded: relative L2 distance.</param>
/// <param name="Steps">Tokens of the run.</param>
/// <param name="OtherLikeliest">Steps whose likeliest token is another one.</param>
/// <param name="Mel">The error of the flow's mel: relative L2 distance.</param>
/// <param name="Audio">The error of the vocoder's audio: the mean distance of the log mels, in decibels.</param>
public sealed record RoundingErrors(string Case, double Logits, int Steps, int OtherLikeliest, double Mel, double Audio)
{
    /// <summary>The largest <see cref="Logits"/> of a mode that may be chosen by itself.</summary>
    public const double LogitsBound = 2e-2;

    /// <summary>One in so many steps may have another likeliest token.</summary>
    public const int StepsPerOther = 100;

    /// <summary>The largest <see cref="Mel"/> of a mode that may be chosen by itself.</summary>
    public const double MelBound = 1e-2;

    /// <summary>The largest <see cref="Audio"/> of a mode that may be chosen by itself, in decibels: a level must differ by about a decibel to be heard.</summary>
    public const double AudioBound = 0.2;

    /// <summary>Whether the mode may be chosen by itself.</summary>
    public bool WithinBounds => Logits <= LogitsBound && OtherLikeliest <= Steps / StepsPerOther && Mel <= MelBound && Audio <= AudioBound;

    /// <summary>What the report of <see cref="ParityRunner.RunRounded"/> on a case says.</summary>
    public static RoundingErrors Of(ParityCase parityCase, ParityReport report) => new(
        parityCase.Name,
        report.Lines.Where(line => line.Name.StartsWith("t3/logits", StringComparison.Ordinal)).Max(line => line.Error),
        parityCase.Ids("t3/tokens").Length,
        (int)report.Lines.Single(line => line.Name == T3Phases.LikeliestName).Error,
        report.Lines.Single(line => line.Name == FlowPhase.MelName).Error,
        report.Lines.Single(line => line.Name == VocoderPhase.DistanceName).Error);

    /// <summary>Several runs together: the largest error, and all steps.</summary>
    public static RoundingErrors Together(string name, IReadOnlyCollection<RoundingErrors> runs) =>
        new(name, runs.Max(run => run.Logits), runs.Sum(run => run.Steps), runs.Sum(run => run.OtherLikeliest), runs.Max(run => run.Mel), runs.Max(run => run.Audio));
}
