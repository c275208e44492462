using Chatterbox.Models.S3Gen.HiFT;
using Chatterbox.Parity;
using Chatterbox.Tensors;

namespace Chatterbox.Tests.Models.S3Gen.HiFT;

public sealed class HiFTGeneratorTests
{
    private const double ReplayBound = 1e-4;
    private const double PhaseBound = 5e-3;

    public static TheoryData<string> Cases() =>
    [
        "original-tiny", "turbo-tiny", "original-tiny-long", "multilingual-tiny-fr", "multilingual-tiny-ko", "nano-tiny", "pico", "nano-full",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_intermediate_follows_from_the_recorded_source(string name)
    {
        using HiFTCase run = new(name);
        ParityReport report = new();
        HiFTGenerator generator = new(run.Weights);
        run.Weights.VerifyAllUsed();
        run.Engine.Probe = new ParityProbe(run.Recorded, report, _ => ReplayBound);

        Tensor audio = generator.Decode(run.Mel(), run.Recorded.Get("hift/source").Values);

        Assert.Contains(report.Lines, line => line.Name == "hift/wav");
        Assert.Contains(report.Lines, line => line.Name == "hift/conv_post");
        AssertPassed(report, least: name is "original-tiny" or "turbo-tiny" ? 21 : 3);
        AssertFaded(run.Recorded, audio.ToArray(), ReplayBound);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Audio_follows_from_the_recorded_mel(string name)
    {
        using HiFTCase run = new(name);
        ParityReport report = new();
        HiFTGenerator generator = new(run.Weights);
        run.Engine.Probe = new ParityProbe(
            run.Recorded, report, tap => tap switch { "hift/f0" => ReplayBound, "hift/source" or "hift/wav" => PhaseBound, _ => null });

        Tensor audio = generator.Forward(run.Mel(), run.Noise);

        AssertPassed(report, least: 3);
        AssertFaded(run.Recorded, audio.ToArray(), PhaseBound);
    }

    [Theory]
    [InlineData("turbo-tiny", 1)]
    [InlineData("original-tiny", 20_000_000)]
    [InlineData("pico", 60_000_000)]
    public void Windows_give_the_bits_of_one_piece(string name, long windowWork)
    {
        using HiFTCase run = new(name);
        ReadOnlySpan<float> source = run.Recorded.Get("hift/source").Values;
        float[] whole = new HiFTGenerator(run.Weights, long.MaxValue).Decode(run.Mel(), source).ToArray();
        ProgressLog progress = new();

        float[] pieces = new HiFTGenerator(run.Weights, windowWork).Decode(run.Mel(), source, progress).ToArray();

        Assert.Equal(whole, pieces);
        Assert.True(progress.Shares.Count > 10, $"only {progress.Shares.Count} windows");
        Assert.Equal(progress.Shares.Order(), progress.Shares);
        Assert.Equal(1, progress.Shares[^1], 1e-9);
    }

    [Fact]
    public void Cancellation_ends_the_run_after_a_window()
    {
        using HiFTCase run = new("original-tiny");
        using CancellationTokenSource cancellation = new();
        ProgressLog progress = new() { OnReport = cancellation.Cancel };
        HiFTGenerator generator = new(run.Weights, windowWork: 1);
        HostTensor source = run.Recorded.Get("hift/source");

        Assert.Throws<OperationCanceledException>(() => generator.Decode(run.Mel(), source.Values, progress, cancellation.Token));

        Assert.Single(progress.Shares);
    }

    [Fact]
    public void A_source_of_another_length_is_refused()
    {
        using HiFTCase run = new("original-tiny");
        HiFTGenerator generator = new(run.Weights);
        Assert.Throws<ArgumentException>(() => generator.Decode(run.Mel(), new float[480]));
    }

    private static void AssertPassed(ParityReport report, int least)
    {
        Assert.True(report.Lines.Count >= least, $"only {report.Lines.Count} tensors were compared");
        Assert.True(report.Failed == 0, string.Join('\n', report.Lines.Where(line => !line.Passed)));
    }

    /// <summary>The faded audio, of which Multilingual has cut the end.</summary>
    private static void AssertFaded(ParityCase recorded, float[] audio, double bound)
    {
        FadeIn.Apply(audio);
        HostTensor expected = recorded.Get("final/wav");
        TensorAssert.Close("final/wav", expected.Values, audio.AsSpan(0, (int)expected.Shape.Count), bound);
    }
}
