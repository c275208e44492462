using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests.Tensors.Safetensors;

public class HalfConversionTests
{
    private static readonly ushort[] AllBits = [.. Enumerable.Range(0, 65536).Select(bits => (ushort)bits)];

    [Theory]
    [InlineData(0x0000, 0f)]
    [InlineData(0x0001, 5.9604645e-08f)] // smallest denormal, 2^-24
    [InlineData(0x03FF, 6.097555e-05f)] // largest denormal
    [InlineData(0x0400, 6.1035156e-05f)] // smallest normal, 2^-14
    [InlineData(0x3C00, 1f)]
    [InlineData(0x7BFF, 65504f)]
    [InlineData(0x7C00, float.PositiveInfinity)]
    [InlineData(0xFC00, float.NegativeInfinity)]
    [InlineData(0xC000, -2f)]
    [InlineData(0x7E00, float.NaN)]
    [InlineData(0x7C01, float.NaN)]
    public void Float16_gives_the_value_of_the_standard(int bits, float expected)
    {
        ushort[] source = [.. Enumerable.Repeat((ushort)bits, 37)];
        float[] values = new float[37];
        HalfConversion.Float16ToFloat32(source, values);
        Assert.All(values, value => Assert.Equal(expected, value));
    }

    [Theory]
    [InlineData(0x0001, 9.1835e-41f)]
    [InlineData(0x3F80, 1f)]
    [InlineData(0xC049, -3.140625f)]
    [InlineData(0xFF80, float.NegativeInfinity)]
    [InlineData(0x7FC0, float.NaN)]
    public void BFloat16_gives_the_upper_half_of_a_float(int bits, float expected)
    {
        ushort[] source = [.. Enumerable.Repeat((ushort)bits, 37)];
        float[] values = new float[37];
        HalfConversion.BFloat16ToFloat32(source, values);
        Assert.All(values, value => Assert.Equal(expected, value));
    }

    [Fact]
    public void Negative_zero_keeps_its_sign()
    {
        float[] values = new float[40];
        HalfConversion.Float16ToFloat32([.. Enumerable.Repeat((ushort)0x8000, 40)], values);
        Assert.All(values, value => Assert.True(float.IsNegative(value)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(65535)]
    [InlineData(65536)]
    public void Vector_and_scalar_forms_agree_on_every_bit_pattern(int length)
    {
        ReadOnlySpan<ushort> source = AllBits.AsSpan(0, length);
        float[] fast = new float[length];
        float[] scalar = new float[length];

        HalfConversion.Float16ToFloat32(source, fast);
        HalfConversion.Float16ToFloat32Scalar(source, scalar);
        Assert.Equal(scalar, fast);

        HalfConversion.BFloat16ToFloat32(source, fast);
        HalfConversion.BFloat16ToFloat32Scalar(source, scalar);
        Assert.Equal(scalar, fast);
    }

    [Fact]
    public void Nothing_is_written_past_the_end()
    {
        float[] values = [.. Enumerable.Repeat(7f, 48)];
        HalfConversion.Float16ToFloat32(AllBits.AsSpan(0, 45), values.AsSpan(0, 45));
        HalfConversion.BFloat16ToFloat32(AllBits.AsSpan(0, 45), values.AsSpan(0, 45));
        Assert.Equal([7f, 7f, 7f], values[45..]);
    }
}
