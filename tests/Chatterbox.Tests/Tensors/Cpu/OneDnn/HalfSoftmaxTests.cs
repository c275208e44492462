using Chatterbox.Tensors.Cpu.OneDnn;

namespace Chatterbox.Tests.Tensors.Cpu.OneDnn;

public sealed unsafe class HalfSoftmaxTests
{
    private const float Scale = 0.125f;

    [HalfTheory]
    [InlineData(1, 32, 1)]
    [InlineData(31, 32, 20)]
    [InlineData(32, 32, 300)]
    [InlineData(700, 704, 60)]
    [InlineData(97, 128, 5000)]
    public void Weights_are_exponentials_to_8_bits(int count, int padded, float range)
    {
        float[] values = Random32.Values(3, padded), scores = [.. values.Select(value => value * range)];
        ushort[] weights = new ushort[padded];
        float inverse = Weigh(scores, count, weights);
        double highest = values.Take(count).Max() * range, sum = 0;
        for (int i = 0; i < padded; i++)
        {
            double expected = i < count ? Math.Exp((values[i] * range - highest) * Scale) : 0;
            Assert.InRange(Math.Abs(Value(weights[i]) - expected), 0, expected / 200 + 1e-37);
            sum += expected;
        }

        Assert.InRange(inverse * sum, 1 - 2e-4, 1 + 2e-4);
        Assert.All(weights[count..], weight => Assert.Equal(0, weight));
    }

    [HalfFact]
    public void What_is_no_number_stays_none()
    {
        float[] scores = Random32.Values(3, 32);
        scores[5] = float.NaN;
        ushort[] weights = new ushort[32];
        Assert.True(float.IsNaN(Weigh(scores, 32, weights)));
    }

    private static float Weigh(float[] scores, int count, ushort[] weights)
    {
        fixed (float* from = scores)
        fixed (ushort* to = weights)
            return HalfSoftmax.Weigh(from, count, scores.Length, Scale, to);
    }

    private static float Value(ushort half) => BitConverter.UInt32BitsToSingle((uint)half << 16);
}
