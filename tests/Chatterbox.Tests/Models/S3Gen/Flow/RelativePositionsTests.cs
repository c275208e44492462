using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Models.S3Gen.Flow;

public sealed class RelativePositionsTests
{
    private const int Channels = 128;

    [Theory]
    [InlineData(1, 128)]
    [InlineData(128, 128)]
    [InlineData(1000, 1024)]
    public void The_table_runs_from_the_farthest_past_to_the_farthest_future(int frames, int length)
    {
        using var engine = new CpuEngine(1);
        float[] actual = new RelativePositions(engine, Channels).Forward(frames).ToArray();
        float[] expected = new float[(2 * length - 1) * Channels];
        for (int row = 0; row < 2 * length - 1; row++)
        {
            for (int pair = 0; pair < Channels / 2; pair++)
            {
                double angle = (length - 1 - row) * Math.Pow(10000, -2.0 * pair / Channels);
                expected[row * Channels + 2 * pair] = (float)Math.Sin(angle);
                expected[row * Channels + 2 * pair + 1] = (float)Math.Cos(angle);
            }
        }

        TensorAssert.Close("positions", expected, actual, 1e-4);
    }

    [Fact]
    public void A_shorter_run_has_the_middle_of_the_table_of_a_longer_one()
    {
        using var engine = new CpuEngine(1);
        var positions = new RelativePositions(engine, Channels);
        float[] before = positions.Forward(100).ToArray();
        positions.Forward(600);
        Assert.Equal(before, positions.Forward(100).ToArray());
    }

    [Fact]
    public void Only_the_longest_table_is_kept()
    {
        using var engine = new CpuEngine(1);
        var positions = new RelativePositions(engine, Channels);
        foreach (int frames in (int[])[100, 600, 200, 600])
        {
            using Scope scope = engine.BeginScope();
            positions.Forward(frames);
        }

        engine.Trim();
        Assert.InRange(engine.MemoryBytes, (2 * 640 - 1) * Channels * sizeof(float), (2 * 640 - 1) * Channels * sizeof(float) * 1.25);
    }
}
