using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>The bits of a row, a sequence or a batch entry do not depend on what else is computed, nor on the number of threads.</summary>
public sealed class RowIndependenceTests
{
    private const int Most = 17;

    public static TheoryData<string> ByRow() => [.. EngineOperation.ByRow.Select(operation => operation.Name)];

    public static TheoryData<string> Causal() => [.. EngineOperation.Causal.Select(operation => operation.Name)];

    public static TheoryData<string> All() => [.. EngineOperation.All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(ByRow))]
    public void A_row_has_the_same_bits_alone_and_among_others(string name)
    {
        EngineOperation operation = EngineOperation.Named(name);
        float[] x = Random32.Values(5, Most * operation.Channels);
        foreach (SimdLevel level in Levels.Available)
        {
            using var engine = new CpuEngine(1, level);
            float[] together = operation.On(engine, x, 1, Most).Values;
            int width = together.Length / Most;
            for (int rows = 1; rows <= Most; rows++)
            {
                float[] last = operation.On(engine, x.AsSpan((Most - rows) * operation.Channels), 1, rows).Values;
                Assert.Equal(together[^(rows * width)..], last);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Causal))]
    public void A_frame_has_the_same_bits_with_and_without_later_ones(string name)
    {
        EngineOperation operation = EngineOperation.Named(name);
        float[] x = Random32.Values(5, Most * operation.Channels);
        foreach (SimdLevel level in Levels.Available)
        {
            using var engine = new CpuEngine(1, level);
            float[] together = operation.On(engine, x, 1, Most).Values;
            for (int frames = 1; frames <= Most; frames++)
            {
                float[] first = operation.On(engine, x.AsSpan(0, frames * operation.Channels), 1, frames).Values;
                Assert.Equal(together[..first.Length], first);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_batch_entry_has_the_same_bits_alone_and_among_others(string name)
    {
        const int Frames = 11;
        EngineOperation operation = EngineOperation.Named(name);
        int entry = Frames * operation.Channels;
        float[] x = Random32.Values(6, Most * entry);
        using var engine = new CpuEngine(1);
        float[] together = operation.On(engine, x, Most, Frames).Values;
        int width = together.Length / Most;
        for (int b = 0; b < Most; b++)
            Assert.Equal(together[(b * width)..((b + 1) * width)], operation.On(engine, x.AsSpan(b * entry, entry), 1, Frames).Values);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_number_of_threads_changes_no_bit(string name)
    {
        const int Frames = 1031;
        EngineOperation operation = EngineOperation.Named(name);
        float[] x = Random32.Values(7, 2 * Frames * operation.Channels);
        using var one = new CpuEngine(1);
        float[] expected = operation.On(one, x, 2, Frames).Values;
        foreach (int threads in new[] { 2, 3 })
        {
            using var several = new CpuEngine(threads);
            Assert.Equal(expected, operation.On(several, x, 2, Frames).Values);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Products_with_few_rows_have_the_bits_of_many(int threads)
    {
        const int Rows = 250, K = 129, Columns = 300;
        using var engine = new CpuEngine(threads);
        Weight weight = engine.LinearWeight(Random32.Host(1, Columns, K), Random32.Host(2, Columns));
        float[] x = Random32.Values(3, Rows * K);
        float[] together = engine.Linear(engine.FromHost(x, new Shape(Rows, K)), weight).ToArray();
        for (int row = 0; row < Rows; row++)
        {
            float[] alone = engine.Linear(engine.FromHost(x.AsSpan(row * K, K), new Shape(1, K)), weight).ToArray();
            Assert.Equal(together[(row * Columns)..((row + 1) * Columns)], alone);
        }
    }

    [Fact]
    public void A_2_d_convolution_of_a_part_has_the_bits_of_the_whole()
    {
        const int Height = 9, Width = 17, Channels = 5, Outputs = 33;
        using var engine = new CpuEngine(2);
        Weight weight = engine.Conv2dWeight(Random32.Host(1, Outputs, Channels, 3, 3), null);
        float[] x = Random32.Values(2, Height * Width * Channels);
        float[] whole = engine.Conv2d(engine.FromHost(x, new Shape(Height, Width, Channels)), weight, 2, 0).ToArray();
        for (int height = 3; height <= Height; height++)
        {
            float[] part = engine.Conv2d(engine.FromHost(x.AsSpan(0, height * Width * Channels), new Shape(height, Width, Channels)), weight, 2, 0).ToArray();
            Assert.Equal(whole[..part.Length], part);
        }

        for (int width = 3; width <= Width; width++)
        {
            Tensor part = engine.Conv2d(engine.FromHost(x, new Shape(Height, Width, Channels)).Slice(1, 0, width), weight, 2, 0);
            Tensor all = engine.FromHost(whole, new Shape(4, Width - 2, Outputs));
            Assert.Equal(all.Slice(1, 0, width - 2).ToArray(), part.ToArray());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Queries_have_the_same_bits_alone_and_together(int threads)
    {
        const int Queries = 53, Keys = 70, Heads = 3, Channels = Heads * 20;
        using var engine = new CpuEngine(threads);
        float[] q = Random32.Values(1, Queries * Channels);
        Tensor k = engine.FromHost(Random32.Values(2, Keys * Channels), new Shape(1, Keys, Channels));
        Tensor v = engine.FromHost(Random32.Values(3, Keys * Channels), new Shape(1, Keys, Channels));
        float[] together = engine.Attention(engine.FromHost(q, new Shape(1, Queries, Channels)), k, v, Heads).ToArray();
        for (int i = 0; i < Queries; i++)
        {
            Tensor alone = engine.Attention(engine.FromHost(q.AsSpan(i * Channels, Channels), new Shape(1, 1, Channels)), k, v, Heads);
            Assert.Equal(together[(i * Channels)..((i + 1) * Channels)], alone.ToArray());
        }
    }
}
