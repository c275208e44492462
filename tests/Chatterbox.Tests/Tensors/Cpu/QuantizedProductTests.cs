using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>T3's layers in 8 bits.</summary>
public sealed class QuantizedProductTests
{
    private const int MostRows = 17;
    private const int Block = 16;

    public static TheoryData<SimdLevel, int, int> Cases()
    {
        TheoryData<SimdLevel, int, int> cases = [];
        foreach (SimdLevel level in Enum.GetValues<SimdLevel>().Where(level => level <= SimdLevels.Best))
            foreach ((int k, int columns) in ((int, int)[])[(1, 1), (5, 33), (15, 32), (16, 31), (17, 96), (200, 71)])
                cases.Add(level, k, columns);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_product_has_the_bits_of_one_with_the_rounded_weights_whatever_the_rows(SimdLevel level, int k, int columns)
    {
        using CpuEngine engine = new(2, level, DecoderPrecision.Int8);
        HostTensor bias = Random32.Host(2, columns);
        HostTensor weight = Random32.Host(1, columns, k);
        using Weight rounded = engine.LinearWeight(weight, bias, WeightRole.Decoder), unbiased = engine.LinearWeight(weight, null, WeightRole.Decoder);
        using Weight exact = engine.LinearWeight(Values(engine, unbiased), bias);
        float[] all = Random32.Host(3, MostRows, k).Values.ToArray();
        for (int rows = 1; rows <= MostRows; rows++)
        {
            using Scope scope = engine.BeginScope();
            Tensor x = engine.FromHost(all.AsSpan(0, rows * k), new Shape(rows, k));
            Assert.Equal(Read(engine, engine.Linear(x, exact)), Read(engine, engine.Linear(x, rounded)));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_weight_is_off_by_half_a_step_of_its_block_at_most(SimdLevel level, int k, int columns)
    {
        using CpuEngine engine = new(1, level, DecoderPrecision.Int8);
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
