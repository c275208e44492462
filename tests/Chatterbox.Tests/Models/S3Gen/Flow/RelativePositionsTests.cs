using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Models.S3Gen.Flow;

public sealed class RelativePositionsTests
{
    private const int Channels = 128;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1000)]
    public void The_table_runs_from_the_farthest_past_to_the_farthest_future(int frames)
    {
        using var engine = new CpuEngine(1);
        float[] actual = new RelativePositions(engine, Channels).Forward(frames).ToArray();
        float[] expected = new float[(2 * frames - 1) * Channels];
        for (int row = 0; row < 2 * frames - 1; row++)
        {
            for (int pair = 0; pair < Channels / 2; pair++)
            {
                double angle = (frames - 1 - row) * Math.Pow(10000, -2.0 * pair / Channels);
                expected[row * Channels + 2 * pair] = (float)Math.Sin(angle);
                expected[row * Channels + 2 * pair + 1] = (float)Math.Cos(angle);
            }
        }

        TensorAssert.Close("positions", expected, actual, 1e-4);
    }

    [Fact]
    public void The_middle_of_a_longer_table_is_the_shorter_one()
    {
        using var engine = new CpuEngine(1);
        var positions = new RelativePositions(engine, Channels);
        Tensor middle = RelativePositions.Middle(positions.Forward(14), 7);
        Assert.Equal(positions.Forward(7).ToArray(), middle.ToArray());
    }
}
