using Chatterbox.Models.S3Gen.HiFT;

namespace Chatterbox.Tests.Models.S3Gen.HiFT;

public sealed class HarmonicSourceTests
{
    private const double Bound = 1e-5;

    [Theory]
    [InlineData("original-tiny")]
    [InlineData("original-tiny-long")]
    [InlineData("turbo-tiny")]
    [InlineData("pico")]
    public void The_source_follows_from_the_recorded_fundamental(string name)
    {
        using HiFTCase run = new(name);
        HarmonicSource source = new(run.Weights.At("m_source"));

        float[] samples = source.Generate(run.Recorded.Get("hift/f0").Values, run.Noise, CancellationToken.None);

        TensorAssert.Close("hift/source", run.Recorded.Get("hift/source").Values, samples, Bound);
    }

    [Fact]
    public void Cancellation_ends_the_generation()
    {
        using HiFTCase run = new("original-tiny");
        HarmonicSource source = new(run.Weights.At("m_source"));
        Assert.Throws<OperationCanceledException>(() => source.Generate([100f], run.Noise, new CancellationToken(canceled: true)));
    }
}
