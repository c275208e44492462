using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>T3's layers in 8 bits.</summary>
public sealed class QuantizedProductTests
{
    private const int MostRows = 17;
    private const int Block = 16;

    public static TheoryData<int, int> Sizes() => new() { { 1, 1 }, { 5, 33 }, { 15, 32 }, { 16, 31 }, { 17, 96 }, { 200, 71 } };

    /// <summary>Rows of all sizes of values, one of zeros and one that is too small to be told from it.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_product_is_that_of_the_rounded_weights(int k, int columns)
    {
        float[] x = Random32.Values(3, MostRows * k);
        for (int i = 0; i < x.Length; i++)
            x[i] *= (i / k) switch { 4 => 1e-35f, 7 => 0, 9 => 1e6f, _ => 1 };
        float[] weights = Rounded(Random32.Host(1, columns, k), k), bias = Random32.Values(2, columns), actual = Product(SimdLevel.Scalar, x, k, columns);
        for (int row = 0; row < MostRows; row++)
        {
            float largest = x.AsSpan(row * k, k).ToArray().Max(Math.Abs);
            for (int column = 0; column < columns; column++)
            {
                double sum = bias[column];
                for (int i = 0; i < k; i++)
                    sum += (double)x[row * k + i] * weights[column * k + i];

                // Half a step of 16 bits for each of the k values, and the rounding of the float sum.
                Assert.InRange(Math.Abs(actual[row * columns + column] - sum), 0, (k * 0.51 / short.MaxValue + 1e-5) * largest + 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_level_has_the_bits_of_the_scalar_one_whatever_the_rows(int k, int columns)
    {
        float[] x = Random32.Values(3, MostRows * k), expected = Product(SimdLevel.Scalar, x, k, columns);
        foreach (SimdLevel level in Levels.Available)
            for (int rows = 1; rows <= MostRows; rows++)
                Assert.Equal(expected[..(rows * columns)], Product(level, x[..(rows * k)], k, columns));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_no_number_shows_in_its_row_alone(float value)
    {
        const int K = 70, Columns = 40, Bad = 7;
        foreach (int at in (int[])[0, 15, 16, 68, 69])
        {
            float[] x = Random32.Values(3, MostRows * K);
            x[Bad * K + at] = value;
            foreach (SimdLevel level in Levels.Available)
            {
                float[] y = Product(level, x, K, Columns);
                for (int i = 0; i < y.Length; i++)
                    Assert.Equal(i / Columns == Bad, !float.IsFinite(y[i]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_weight_is_off_by_half_a_step_of_its_block_at_most(int k, int columns)
    {
        using CpuEngine engine = new(1, decoder: DecoderPrecision.Int8);
        HostTensor weight = Random32.Host(1, columns, k);
        using Weight rounded = engine.LinearWeight(weight, null, WeightRole.Decoder);
        ReadOnlySpan<float> wanted = weight.Values, got = Values(engine, rounded).Values;
        for (int column = 0; column < columns; column++)
        {
            for (int first = 0; first < k; first += Block)
            {
                ReadOnlySpan<float> block = wanted.Slice(column * k + first, Math.Min(Block, k - first));
                float largest = 0;
                foreach (float value in block)
                    largest = Math.Max(largest, Math.Abs(value));
                for (int i = 0; i < block.Length; i++)
                    Assert.InRange(Math.Abs(got[column * k + first + i] - block[i]), 0, 0.51f * largest / 127);
            }
        }
    }

    [Fact]
    public void Transposed_weights_round_alike()
    {
        using CpuEngine engine = new(2, decoder: DecoderPrecision.Int8);
        HostTensor weight = Random32.Host(1, 40, 70);
        float[] turned = new float[40 * 70];
        for (int i = 0; i < 40; i++)
            for (int j = 0; j < 70; j++)
                turned[j * 40 + i] = weight.Values[i * 70 + j];
        using Weight straight = engine.LinearWeight(weight, null, WeightRole.Decoder);
        using Weight other = engine.TransposedLinearWeight(new HostTensor(new Shape(70, 40), turned), null, WeightRole.Decoder);
        Assert.Equal(Values(engine, straight).Values, Values(engine, other).Values);
    }

    [Fact]
    public void Only_the_decoders_layers_are_rounded()
    {
        using CpuEngine engine = new(1, decoder: DecoderPrecision.Int8), plain = new(1);
        HostTensor weight = Random32.Host(1, 64, 256);
        using Weight decoder = engine.LinearWeight(weight, null, WeightRole.Decoder), exact = engine.LinearWeight(weight, null);
        using Weight reference = plain.LinearWeight(weight, null, WeightRole.Decoder);
        Assert.Equal(4 * 64 * 256, exact.Bytes);
        Assert.Equal(4 * 64 * 256, reference.Bytes);
        Assert.Equal(64 * 256 + 2 * 64 * 256 / Block, decoder.Bytes);
    }

    /// <summary>x (rows, k) times fixed weights, in 8 bits and with a bias.</summary>
    private static float[] Product(SimdLevel level, float[] x, int k, int columns)
    {
        using CpuEngine engine = new(2, level, DecoderPrecision.Int8);
        using Weight weight = engine.LinearWeight(Random32.Host(1, columns, k), Random32.Host(2, columns), WeightRole.Decoder);
        using Scope scope = engine.BeginScope();
        return Read(engine, engine.Linear(engine.FromHost(x, new Shape(x.Length / k, k)), weight));
    }

    /// <summary>What 8 bits and a scale in bfloat16 for each 16 values of a column make of weights (columns, k).</summary>
    private static float[] Rounded(HostTensor weight, int k)
    {
        float[] values = weight.Values.ToArray();
        for (int first = 0; first < values.Length; first = Math.Min(first + Block, (first / k + 1) * k))
        {
            Span<float> block = values.AsSpan(first, Math.Min(first + Block, (first / k + 1) * k) - first);
            float largest = 0;
            foreach (float value in block)
                largest = Math.Max(largest, Math.Abs(value));
            uint bits = BitConverter.SingleToUInt32Bits(largest / 127);
            float scale = BitConverter.UInt32BitsToSingle((bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000);
            foreach (ref float value in block)
                value = Math.Clamp(MathF.Round(value / scale), -127, 127) * scale;
        }

        return values;
    }

    /// <summary>The weights that a product uses, (columns, k): a row of one in a place gives the weights of that place.</summary>
    private static HostTensor Values(CpuEngine engine, Weight weight)
    {
        int columns = weight.Shape[0], k = weight.Shape[1];
        using Scope scope = engine.BeginScope();
        float[] unit = new float[k * k];
        for (int i = 0; i < k; i++)
            unit[i * k + i] = 1;
        float[] product = Read(engine, engine.Linear(engine.FromHost(unit, new Shape(k, k)), weight));
        float[] values = new float[columns * k];
        for (int i = 0; i < k; i++)
            for (int column = 0; column < columns; column++)
                values[column * k + i] = product[i * columns + column];
        return new HostTensor(new Shape(columns, k), values);
    }

    private static float[] Read(CpuEngine engine, Tensor tensor)
    {
        float[] values = new float[tensor.Shape.Count];
        engine.Read(tensor, values);
        return values;
    }
}
