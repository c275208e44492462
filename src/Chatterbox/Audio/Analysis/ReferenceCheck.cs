using System.Globalization;

namespace Chatterbox.Audio.Analysis;

/// <summary>Judges whether a recording can serve as the reference of a voice.</summary>
public static class ReferenceCheck
{
    /// <summary>What Turbo and Nano ask for: longer than five seconds (chatterbox/tts_turbo.py, prepare_conditionals).</summary>
    public static readonly TimeSpan TurboMinimum = TimeSpan.FromSeconds(5);

    private const double SilentLevel = -70;
    private const double PauseBelowLoudest = 40;
    private const double MinSpeechShare = 0.4;
    private const double FullScale = 0.999;
    private const double ClippedWarningShare = 0.001;
    private const double ClippedErrorShare = 0.1;
    private const double QuietLoudness = -45;
    private const double LoudLoudness = -9;

    /// <summary>Everything found wrong, errors first; empty for a good recording.</summary>
    /// <param name="clip">The recording at its own rate.</param>
    /// <param name="minimum">The recording must be longer than this; zero for families that take any length.</param>
    public static IReadOnlyList<ReferenceFinding> Examine(AudioClip clip, TimeSpan minimum)
    {
        ArgumentNullException.ThrowIfNull(clip);
        AudioClip mono = clip.ToMono();
        List<ReferenceFinding> findings = [];
        CheckDuration(mono, minimum, findings);
        if (CheckSilence(mono, findings))
        {
            CheckClipping(clip, findings);
            CheckLoudness(mono, findings);
        }

        return [.. findings.OrderByDescending(finding => finding.Severity)];
    }

    private static void CheckDuration(AudioClip mono, TimeSpan minimum, List<ReferenceFinding> findings)
    {
        if (mono.Frames == 0 || mono.Duration <= minimum && minimum > TimeSpan.Zero)
            Add(findings, ReferenceProblem.TooShort, FindingSeverity.Error,
                $"The recording is {mono.Duration.TotalSeconds:F2} s long; it must be longer than {minimum.TotalSeconds:0.##} s.");
    }

    /// <summary>Returns whether there is anything to hear.</summary>
    private static bool CheckSilence(AudioClip mono, List<ReferenceFinding> findings)
    {
        double[] levels = SilenceTrim.FrameLevels(mono.Samples);
        double loudest = levels.Max();
        if (loudest < SilentLevel)
        {
            Add(findings, ReferenceProblem.Silent, FindingSeverity.Error, $"The recording is silent. Check the microphone and the file.");
            return false;
        }

        double share = levels.Count(level => level > Math.Max(loudest - PauseBelowLoudest, SilentLevel)) / (double)levels.Length;
        if (share < MinSpeechShare)
            Add(findings, ReferenceProblem.MostlySilent, FindingSeverity.Warning,
                $"Only {share:P0} of the recording is sound; the rest is silence. Cut the pauses out.");
        return true;
    }

    private static void CheckClipping(AudioClip clip, List<ReferenceFinding> findings)
    {
        int clipped = 0;
        foreach (float sample in clip.Samples)
            if (Math.Abs(sample) >= FullScale)
                clipped++;
        double share = (double)clipped / clip.Samples.Length;
        if (share >= ClippedWarningShare)
            Add(findings, ReferenceProblem.Clipped, share >= ClippedErrorShare ? FindingSeverity.Error : FindingSeverity.Warning,
                $"{share:P1} of the samples are at full scale: the recording is clipped. Record again at a lower level.");
    }

    private static void CheckLoudness(AudioClip mono, List<ReferenceFinding> findings)
    {
        double? loudness = LoudnessMeter.Measure(mono.Samples, mono.SampleRate);
        if (loudness < QuietLoudness)
            Add(findings, ReferenceProblem.TooQuiet, FindingSeverity.Warning,
                $"The recording is very quiet ({loudness:0.#} LUFS), so its noise counts. Record closer to the microphone.");
        if (loudness > LoudLoudness)
            Add(findings, ReferenceProblem.TooLoud, FindingSeverity.Warning,
                $"The recording is very loud ({loudness:0.#} LUFS) and probably distorted. Record again at a lower level.");
    }

    private static void Add(
        List<ReferenceFinding> findings, ReferenceProblem problem, FindingSeverity severity, FormattableString message) =>
        findings.Add(new ReferenceFinding(problem, severity, message.ToString(CultureInfo.InvariantCulture)));
}
