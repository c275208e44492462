using Chatterbox.Parity;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tests.Tensors.Cpu.OneDnn;

/// <summary>S3Gen's products in bfloat16.</summary>
public sealed class HalfProductTests
{
    private const WeightRole Role = WeightRole.Renderer;

    /// <summary>Operations whose weights are whole blocks.</summary>
    private static readonly EngineOperation[] Products =
    [
        new("Linear", 64, (e, x) => e.Linear(x, e.LinearWeight(Host(1, 128, 64), Host(2, 128), Role))),
        new("Linear without bias, narrow blocks", 96, (e, x) => e.Linear(x, e.LinearWeight(Host(1, 80, 96), null, Role))),
        new("Linear, transposed", 32, (e, x) => e.Linear(x, e.TransposedLinearWeight(Host(1, 32, 48), Host(2, 48), Role))),
        new("Conv1d, causal", 32, (e, x) => e.Conv1d(x, e.Conv1dWeight(Host(1, 64, 32, 3), Host(2, 64), Role), Conv1dOptions.Causal(3))),
        new("Conv1d of one tap", 64, (e, x) => e.Conv1d(x, e.Conv1dWeight(Host(1, 16, 64, 1), null, Role), Conv1dOptions.Padded(0))),
        new("Conv1d, padded", 64, (e, x) => e.Conv1d(x, e.Conv1dWeight(Host(1, 64, 64, 7), Host(2, 64), Role), Conv1dOptions.Padded(3))),
        new("Conv1d, dilated", 32, (e, x) => e.Conv1d(x, e.Conv1dWeight(Host(1, 32, 32, 11), Host(2, 32), Role), Conv1dOptions.Padded(25, dilation: 5))),
        new("Conv1d of stride 3, dilated", 32, (e, x) => e.Conv1d(x, e.Conv1dWeight(Host(1, 64, 32, 3), null, Role), new Conv1dOptions(3, 2, 5, 3))),
        new("Conv1d, mostly padding", 32, (e, x) => e.Conv1d(x, e.Conv1dWeight(Host(1, 32, 32, 3), null, Role), Conv1dOptions.Padded(150))),
        new("ConvTranspose1d", 32, (e, x) => e.ConvTranspose1d(x, e.ConvTranspose1dWeight(Host(1, 32, 16, 11), Host(2, 16), 5, 3, Role))),
    ];

    private static readonly EngineOperation AttentionOperation = new("Attention", 128, (e, x) => e.Attention(x, e.Scale(x, 2), e.Add(x, x), 2, Role));

    public static TheoryData<string> Names() => [.. Products.Select(operation => operation.Name)];

    public static TheoryData<string> All() => [.. Products.Append(AttentionOperation).Select(operation => operation.Name)];

    /// <summary>Of values that are bfloat16 already nothing is lost but the order of the sum.</summary>
    [HalfTheory]
    [MemberData(nameof(Names))]
    public void A_product_of_rounded_values_is_that_of_floats(string name)
    {
        EngineOperation operation = Named(name);
        foreach (int frames in (int[])[1, 2, 63, 64, 65, 200])
        {
            float[] x = Rounded(Random32.Values(7, 2 * frames * operation.Channels));
            using CpuEngine half = Half(2), plain = new(2);
            (float[] actual, Shape shape) = operation.On(half, x, 2, frames);
            (float[] expected, Shape expectedShape) = operation.On(plain, x, 2, frames);
            Assert.Equal(expectedShape, shape);
            TensorAssert.Close(name, expected, actual, 2e-6);
        }
    }

    [HalfTheory]
    [MemberData(nameof(All))]
    public void Rounding_is_small_and_there(string name)
    {
        EngineOperation operation = Named(name);
        float[] x = Random32.Values(7, 3 * 70 * operation.Channels);
        using CpuEngine half = Half(2), plain = new(2);
        double error = ParityReport.RelativeError(operation.On(plain, x, 3, 70).Values, operation.On(half, x, 3, 70).Values);
        Assert.InRange(error, 1e-4, 5e-3);
    }

    [HalfTheory]
    [MemberData(nameof(All))]
    public void A_batch_entry_has_the_same_bits_alone_and_among_others_on_any_threads(string name)
    {
        const int Entries = 5, Frames = 71;
        EngineOperation operation = Named(name);
        int entry = Frames * operation.Channels;
        float[] x = Random32.Values(6, Entries * entry);
        using CpuEngine one = Half(1), three = Half(3);
        float[] together = operation.On(one, x, Entries, Frames).Values;
        Assert.Equal(together, operation.On(three, x, Entries, Frames).Values);
        int width = together.Length / Entries;
        for (int b = 0; b < Entries; b++)
            Assert.Equal(together[(b * width)..((b + 1) * width)], operation.On(three, x.AsSpan(b * entry, entry), 1, Frames).Values);
    }

    [HalfFact]
    public void A_row_has_the_same_bits_alone_and_among_others()
    {
        const int Rows = 130;
        EngineOperation operation = Products[0];
        float[] x = Random32.Values(5, Rows * operation.Channels);
        using CpuEngine engine = Half(2);
        float[] together = operation.On(engine, x, 1, Rows).Values;
        int width = together.Length / Rows;
        for (int row = 0; row < Rows; row++)
            Assert.Equal(together[(row * width)..((row + 1) * width)], operation.On(engine, x.AsSpan(row * operation.Channels, operation.Channels), 1, 1).Values);
    }

    [HalfTheory]
    [InlineData(1, 1)]
    [InlineData(1, 130)]
    [InlineData(53, 31)]
    [InlineData(64, 64)]
    [InlineData(65, 97)]
    [InlineData(100, 200)]
    public void Queries_attend_to_all_keys_and_each_by_itself(int queries, int keys)
    {
        const int Heads = 3, Channels = Heads * 64;
        using CpuEngine half = Half(2), plain = new(2);
        float[] q = Random32.Values(1, queries * Channels);
        float[] expected = Attend(plain, q, queries, keys), actual = Attend(half, q, queries, keys);
        Assert.InRange(ParityReport.RelativeError(expected, actual), 0, 5e-3);
        for (int i = 0; i < queries; i++)
            Assert.Equal(actual[(i * Channels)..((i + 1) * Channels)], Attend(half, q[(i * Channels)..((i + 1) * Channels)], 1, keys));

        static float[] Attend(CpuEngine engine, float[] q, int queries, int keys)
        {
            using Scope scope = engine.BeginScope();
            Tensor k = engine.FromHost(Random32.Values(2, keys * Channels), new Shape(1, keys, Channels));
            Tensor v = engine.FromHost(Random32.Values(3, keys * Channels), new Shape(1, keys, Channels));
            return engine.Attention(engine.FromHost(q, new Shape(1, queries, Channels)), k, v, Heads, Role).ToArray();
        }
    }

    [HalfFact]
    public void No_frames_give_no_frames()
    {
        using CpuEngine engine = Half(2);
        foreach (EngineOperation operation in (EngineOperation[])[Products[0], Products[3], Products[^1]])
            Assert.Empty(operation.On(engine, [], 1, 0).Values);
        Tensor none = engine.Zeros(new Shape(1, 0, 128)), some = engine.Zeros(new Shape(1, 3, 128));
        Assert.Equal(0, engine.Attention(none, some, some, 2, Role).Shape.Count);
    }

    [HalfTheory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_no_number_shows_in_its_row_alone(float value)
    {
        const int Rows = 67, Bad = 65;
        EngineOperation operation = Products[0];
        float[] x = Random32.Values(5, Rows * operation.Channels);
        x[Bad * operation.Channels + 33] = value;
        using CpuEngine engine = Half(2);
        float[] y = operation.On(engine, x, 1, Rows).Values;
        for (int i = 0; i < y.Length; i++)
            Assert.Equal(i / (y.Length / Rows) == Bad, !float.IsFinite(y[i]));
    }

    [HalfTheory]
    [InlineData(33, 64)]
    [InlineData(64, 72)]
    public void What_is_no_whole_blocks_stays_as_it_is(int k, int columns)
    {
        float[] x = Random32.Values(5, 9 * k);
        using CpuEngine half = Half(2), plain = new(2);
        Assert.Equal(Product(plain), Product(half));

        float[] Product(CpuEngine engine) =>
            engine.Linear(engine.FromHost(x, new Shape(9, k)), engine.LinearWeight(Random32.Host(1, columns, k), null, Role)).ToArray();
    }

    [HalfFact]
    public void Only_the_renderers_weights_are_rounded()
    {
        using CpuEngine half = Half(1), plain = new(1);
        HostTensor weight = Random32.Host(1, 64, 256);
        Assert.Equal(4 * 64 * 256, half.LinearWeight(weight, null).Bytes);
        Assert.Equal(4 * 64 * 256, half.LinearWeight(weight, null, WeightRole.Decoder).Bytes);
        Assert.Equal(2 * 64 * 256, half.LinearWeight(weight, null, Role).Bytes);
        Assert.Equal(4 * 64 * 256, plain.LinearWeight(weight, null, Role).Bytes);
    }

    private static EngineOperation Named(string name) => Products.Append(AttentionOperation).Single(operation => operation.Name == name);

    private static CpuEngine Half(int threads) => new(threads, renderer: RendererPrecision.BFloat16);

    /// <summary>Weights that are bfloat16 already.</summary>
    private static HostTensor Host(int seed, params ReadOnlySpan<int> dimensions)
    {
        var shape = new Shape(dimensions);
        return new HostTensor(shape, Rounded(Random32.Values(seed, (int)shape.Count)));
    }

    private static float[] Rounded(float[] values) =>
        [.. values.Select(value => BitConverter.UInt32BitsToSingle((uint)BFloat16.Round(value) << 16))];
}
