using Chatterbox.Audio;
using Chatterbox.Audio.Analysis;
using Chatterbox.Audio.Files;

namespace Chatterbox.Tests.Audio.Analysis;

public class ReferenceCheckTests
{
    private const int Rate = 16000;

    [Theory]
    [InlineData("librispeech/1995-1837-0001.wav")]
    [InlineData("other/LJ001-0001.wav")]
    [InlineData("made-here/jfk-48k-stereo-24bit.wav")]
    public void Good_recordings_pass(string file) =>
        Assert.Empty(ReferenceCheck.Examine(WavFile.Read(Speech.Path(file)), ReferenceCheck.TurboMinimum));

    [Theory]
    [InlineData(5.0, 5.0, false)]
    [InlineData(5.01, 5.0, true)]
    [InlineData(0.5, 0.0, true)]
    [InlineData(0.0, 0.0, false)]
    public void The_recording_must_be_longer_than_the_minimum(double seconds, double minimum, bool passes)
    {
        IReadOnlyList<ReferenceFinding> findings = ReferenceCheck.Examine(Tone(seconds, 0.2f), TimeSpan.FromSeconds(minimum));
        Assert.Equal(passes, !findings.Any(f => f is { Problem: ReferenceProblem.TooShort, Severity: FindingSeverity.Error }));
    }

    [Fact]
    public void The_message_says_how_long_and_how_long_it_must_be()
    {
        ReferenceFinding finding = Assert.Single(ReferenceCheck.Examine(Tone(3.25, 0.2f), ReferenceCheck.TurboMinimum));
        Assert.Equal("The recording is 3.25 s long; it must be longer than 5 s.", finding.Message);
    }

    [Fact]
    public void Silence_is_an_error() =>
        Assert.Equal(
            (ReferenceProblem.Silent, FindingSeverity.Error),
            Single(ReferenceCheck.Examine(new AudioClip(new float[6 * Rate], Rate), ReferenceCheck.TurboMinimum)));

    [Fact]
    public void Long_pauses_are_a_warning()
    {
        float[] samples = [.. Tone(1, 0.2f).Samples, .. new float[9 * Rate]];
        Assert.Equal(
            (ReferenceProblem.MostlySilent, FindingSeverity.Warning),
            Single(ReferenceCheck.Examine(new AudioClip(samples, Rate), ReferenceCheck.TurboMinimum)));
    }

    [Theory]
    [InlineData(1.002f, FindingSeverity.Warning)]
    [InlineData(3f, FindingSeverity.Error)]
    public void Clipping_is_found_and_graded(float level, FindingSeverity severity)
    {
        float[] samples = [.. Tone(6, level).Samples.ToArray().Select(sample => Math.Clamp(sample, -1, 1))];
        IReadOnlyList<ReferenceFinding> findings = ReferenceCheck.Examine(new AudioClip(samples, Rate), TimeSpan.Zero);
        Assert.Contains(findings, f => f.Problem == ReferenceProblem.Clipped && f.Severity == severity);
        Assert.Contains(findings, f => f.Problem == ReferenceProblem.TooLoud);
    }

    [Fact]
    public void A_quiet_recording_is_a_warning() =>
        Assert.Equal(
            (ReferenceProblem.TooQuiet, FindingSeverity.Warning),
            Single(ReferenceCheck.Examine(Tone(6, 0.004f), ReferenceCheck.TurboMinimum)));

    [Fact]
    public void Errors_come_first()
    {
        IReadOnlyList<ReferenceFinding> findings = ReferenceCheck.Examine(Tone(1, 0.004f), ReferenceCheck.TurboMinimum);
        Assert.Equal([FindingSeverity.Error, FindingSeverity.Warning], findings.Select(f => f.Severity));
    }

    private static (ReferenceProblem, FindingSeverity) Single(IReadOnlyList<ReferenceFinding> findings)
    {
        ReferenceFinding finding = Assert.Single(findings);
        return (finding.Problem, finding.Severity);
    }

    private static AudioClip Tone(double seconds, float level) =>
        new(Enumerable.Range(0, (int)(seconds * Rate)).Select(i => level * (float)Math.Sin(2 * Math.PI * 437 * i / Rate)).ToArray(), Rate);
}
