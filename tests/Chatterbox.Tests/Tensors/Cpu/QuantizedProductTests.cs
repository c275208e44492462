using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>T3's layers in 8 and in 4 bits.</summary>
public sealed class QuantizedProductTests
{
    private const int MostRows = 17;

    public static TheoryData<DecoderPrecision> Precisions() => new(DecoderPrecision.Int8, DecoderPrecision.Int4);

    public static TheoryData<DecoderPrecision, int, int> Sizes()
    {
        var data = new TheoryData<DecoderPrecision, int, int>();
        foreach (DecoderPrecision precision in (DecoderPrecision[])[DecoderPrecision.Int8, DecoderPrecision.Int4])
            foreach ((int k, int columns) in ((int, int)[])[(1, 1), (5, 33), (15, 32), (16, 31), (17, 96), (32, 17), (33, 16), (200, 71)])
                data.Add(precision, k, columns);
        return data;
    }

    /// <summary>Rows of all sizes of values, one of zeros and one that is too small to be told from it.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_product_is_that_of_the_rounded_weights(DecoderPrecision precision, int k, int columns)
    {
        float[] x = Random32.Values(3, MostRows * k);
        for (int i = 0; i < x.Length; i++)
            x[i] *= (i / k) switch { 4 => 1e-35f, 7 => 0, 9 => 1e6f, _ => 1 };
        float[] weights = RoundedBlocks.Of(precision, Random32.Host(1, columns, k)), bias = Random32.Values(2, columns), actual = Product(precision, SimdLevel.Scalar, x, k, columns);
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
    public void Every_level_has_the_bits_of_the_scalar_one_whatever_the_rows(DecoderPrecision precision, int k, int columns)
    {
        float[] x = Random32.Values(3, MostRows * k), expected = Product(precision, SimdLevel.Scalar, x, k, columns);
        foreach (SimdLevel level in Levels.Available)
            for (int rows = 1; rows <= MostRows; rows++)
                Assert.Equal(expected[..(rows * columns)], Product(precision, level, x[..(rows * k)], k, columns));
    }

    [Theory]
    [InlineData(DecoderPrecision.Int8, float.NaN)]
    [InlineData(DecoderPrecision.Int8, float.PositiveInfinity)]
    [InlineData(DecoderPrecision.Int4, float.NaN)]
    [InlineData(DecoderPrecision.Int4, float.PositiveInfinity)]
    public void What_is_no_number_shows_in_its_row_alone(DecoderPrecision precision, float value)
    {
        const int K = 70, Columns = 40, Bad = 7;
        foreach (int at in (int[])[0, 15, 16, 68, 69])
        {
            float[] x = Random32.Values(3, MostRows * K);
            x[Bad * K + at] = value;
            foreach (SimdLevel level in Levels.Available)
            {
                float[] y = Product(precision, level, x, K, Columns);
                for (int i = 0; i < y.Length; i++)
                    Assert.Equal(i / Columns == Bad, !float.IsFinite(y[i]));
            }
        }
    }

    /// <summary>Sums of four, nearly normal: there it is often best to cut the largest value off.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_weight_is_the_nearest_of_its_block(DecoderPrecision precision, int k, int columns)
    {
        using CpuEngine engine = new(1, decoder: precision);
        float[] sums = Random32.Values(1, columns * k);
        for (int salt = 2; salt <= 4; salt++)
            sums = [.. sums.Zip(Random32.Values(salt, columns * k), (sum, value) => sum + value)];
        var weight = new HostTensor(new Shape(columns, k), sums);
        using Weight rounded = engine.LinearWeight(weight, null, WeightRole.Decoder);
        float[] expected = RoundedBlocks.Of(precision, weight), actual = Values(engine, rounded).Values.ToArray();
        for (int i = 0; i < actual.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-6f);
    }

    /// <summary>8 bits cut nothing off, so that no value is further off than half a step.</summary>
    [Fact]
    public void A_weight_of_8_bits_is_off_by_half_a_step_at_most()
    {
        const int K = 200, Columns = 71, Block = 16;
        using CpuEngine engine = new(1, decoder: DecoderPrecision.Int8);
        HostTensor weight = Random32.Host(1, Columns, K);
        using Weight rounded = engine.LinearWeight(weight, null, WeightRole.Decoder);
        ReadOnlySpan<float> wanted = weight.Values, got = Values(engine, rounded).Values;
        for (int column = 0; column < Columns; column++)
        {
            for (int first = 0; first < K; first += Block)
            {
                ReadOnlySpan<float> block = wanted.Slice(column * K + first, Math.Min(Block, K - first));
                float largest = 0;
                foreach (float value in block)
                    largest = Math.Max(largest, Math.Abs(value));
                for (int i = 0; i < block.Length; i++)
                    Assert.InRange(Math.Abs(got[column * K + first + i] - block[i]), 0, 0.51f * largest / 127);
            }
        }
    }

    /// <summary>A column of zeros, one with a single value and one that has no number, beside others.</summary>
    [Theory]
    [MemberData(nameof(Precisions))]
    public void Columns_of_zeros_and_of_no_numbers_leave_the_others_alone(DecoderPrecision precision)
    {
        const int K = 64, Columns = 40, Zeros = 3, Single = 18, Bad = 20;
        float[] values = Random32.Values(1, Columns * K);
        values.AsSpan(Zeros * K, K).Clear();
        values.AsSpan(Single * K, K).Clear();
        (values[Single * K + 40], values[Bad * K + 5]) = (0.75f, float.NaN);
        using CpuEngine engine = new(1, decoder: precision);
        using Weight rounded = engine.LinearWeight(new HostTensor(new Shape(Columns, K), values), null, WeightRole.Decoder);
        ReadOnlySpan<float> actual = Values(engine, rounded).Values;
        for (int i = 0; i < values.Length; i++)
        {
            int column = i / K;
            Assert.Equal(column == Bad, float.IsNaN(actual[i]));
            if (column == Zeros || column == Single)
                Assert.Equal(values[i], actual[i], 0.01f);
        }
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void Transposed_weights_round_alike(DecoderPrecision precision)
    {
        using CpuEngine engine = new(2, decoder: precision);
        HostTensor weight = Random32.Host(1, 40, 70);
        float[] turned = new float[40 * 70];
        for (int i = 0; i < 40; i++)
            for (int j = 0; j < 70; j++)
                turned[j * 40 + i] = weight.Values[i * 70 + j];
        using Weight straight = engine.LinearWeight(weight, null, WeightRole.Decoder);
        using Weight other = engine.TransposedLinearWeight(new HostTensor(new Shape(70, 40), turned), null, WeightRole.Decoder);
        Assert.Equal(Values(engine, straight).Values, Values(engine, other).Values);
    }

    [Theory]
    [InlineData(DecoderPrecision.Int8, 1.125, "int8")]
    [InlineData(DecoderPrecision.Int4, 0.5625, "int4")]
    public void Only_the_decoders_layers_are_rounded(DecoderPrecision precision, double bytes, string mode)
    {
        using CpuEngine engine = new(1, decoder: precision), plain = new(1);
        HostTensor weight = Random32.Host(1, 64, 256);
        using Weight decoder = engine.LinearWeight(weight, null, WeightRole.Decoder), exact = engine.LinearWeight(weight, null);
        using Weight reference = plain.LinearWeight(weight, null, WeightRole.Decoder);
        Assert.Equal(4 * 64 * 256, exact.Bytes);
        Assert.Equal(4 * 64 * 256, reference.Bytes);
        Assert.Equal(bytes * 64 * 256, decoder.Bytes);
        Assert.Equal((bytes, 4), (engine.BytesPerWeight(WeightRole.Decoder), engine.BytesPerWeight(WeightRole.Exact)));
        Assert.Equal((mode, "fp32"), (engine.ModeOf(WeightRole.Decoder), engine.ModeOf(WeightRole.Exact)));
        Assert.EndsWith($"float32, T3 {mode}", engine.Description, StringComparison.Ordinal);
        Assert.Equal(2, engine.KvValueBytes);
    }

    /// <summary>x (rows, k) times fixed weights, rounded and with a bias.</summary>
    private static float[] Product(DecoderPrecision precision, SimdLevel level, float[] x, int k, int columns)
    {
        using CpuEngine engine = new(2, level, precision);
        using Weight weight = engine.LinearWeight(Random32.Host(1, columns, k), Random32.Host(2, columns), WeightRole.Decoder);
        using Scope scope = engine.BeginScope();
        return Read(engine, engine.Linear(engine.FromHost(x, new Shape(x.Length / k, k)), weight));
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
