using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tests.Tensors.Cpu.Kernels;

public sealed unsafe class BFloat16Tests
{
    [Theory]
    [InlineData(1f, 0x3F80)]
    [InlineData(-0f, 0x8000)]
    [InlineData(1.00390625f, 0x3F80)] // half way: to the even one below
    [InlineData(1.01171875f, 0x3F82)] // half way: to the even one above
    [InlineData(1.0039064f, 0x3F81)]
    [InlineData(float.MaxValue, 0x7F80)]
    [InlineData(float.NegativeInfinity, 0xFF80)]
    [InlineData(float.NaN, 0x7FC0)]
    public void A_value_goes_to_the_nearest(float value, int expected) => Assert.Equal(expected, BFloat16.Round(value));

    [Fact]
    public void Many_values_round_as_each_does()
    {
        var random = new Random(1);
        for (int count = 0; count < 100; count++)
        {
            float[] values = new float[count];
            for (int i = 0; i < count; i++)
                values[i] = i % 7 == 3 ? float.NaN : BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32));
            ushort[] rounded = new ushort[count];
            fixed (float* from = values)
            fixed (ushort* to = rounded)
                BFloat16.Round(from, to, count);
            Assert.Equal(values.Select(BFloat16.Round), rounded);
        }
    }
}
