using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tests;
using Chatterbox.Tests.Tensors.Cpu;

namespace Chatterbox.Torch.Tests;

/// <summary>A decoder's attention over its cache: however a sequence is fed and whoever shares the step, its bits are the same.</summary>
public sealed class CausalAttentionTests
{
    private const int Heads = 3;
    private const int Channels = Heads * 64;

    [Theory]
    [InlineData(TorchPrecision.Float32)]
    [InlineData(TorchPrecision.BFloat16)]
    public void A_prefill_has_the_bits_of_single_steps(TorchPrecision precision)
    {
        const int Positions = 300;
        using TorchEngine engine = Engines.Create(precision);
        float[] q = Random32.Values(1, Positions * Channels), k = Random32.Values(2, q.Length), v = Random32.Values(3, q.Length);
        float[] whole = Decode(engine, q, k, v, Positions);
        Assert.Equal(whole, Decode(engine, q, k, v, 1));
        Assert.Equal(whole, Decode(engine, q, k, v, 7));
        using CpuEngine other = new(2);
        TensorAssert.Close("attention", Decode(other, q, k, v, Positions), whole, precision == TorchPrecision.Float32 ? 1e-5 : 2e-2);
    }

    [Theory]
    [InlineData(TorchPrecision.Float32)]
    [InlineData(TorchPrecision.BFloat16)]
    public void A_sequence_has_the_same_bits_alone_and_among_others(TorchPrecision precision)
    {
        const int Sequences = 9;
        using TorchEngine engine = Engines.Create(precision);
        KvCache[] alone = Caches(engine, Sequences), together = Caches(engine, Sequences);
        for (int step = 0; step < 4; step++)
        {
            int[] counts = [.. Enumerable.Range(0, Sequences).Select(i => step == 0 ? 1 + i * i : 1)];
            float[] q = Random32.Values(10 + step, counts.Sum() * Channels), k = Random32.Values(20 + step, q.Length), v = Random32.Values(30 + step, q.Length);
            float[] all = Step(engine, q, k, v, [.. together.Select((cache, i) => new SequenceRows(cache, counts[i]))]);
            int first = 0;
            for (int i = 0; i < Sequences; i++)
            {
                Range range = (first * Channels)..((first + counts[i]) * Channels);
                Assert.Equal(all[range], Step(engine, q[range], k[range], v[range], [new SequenceRows(alone[i], counts[i])]));
                first += counts[i];
            }
        }

        Array.ForEach([.. alone, .. together], cache => cache.Dispose());
    }

    [Theory]
    [InlineData(TorchPrecision.Float32)]
    [InlineData(TorchPrecision.BFloat16)]
    public void Sequences_that_share_a_prefix_have_the_bits_of_those_that_read_it(TorchPrecision precision)
    {
        const int Prefix = 70;
        using TorchEngine engine = Engines.Create(precision);
        float[] q = Random32.Values(1, 400 * Channels), k = Random32.Values(2, q.Length), v = Random32.Values(3, q.Length);
        Range head = ..(Prefix * Channels);
        using KvCache reader = Caches(engine, 1)[0], alone = Caches(engine, 1)[0];
        Step(engine, q[head], k[head], v[head], [new SequenceRows(reader, Prefix)]);
        Step(engine, q[head], k[head], v[head], [new SequenceRows(alone, Prefix)]);
        KvCache prefix = reader.CopyPrefix(Prefix);
        using KvCache sharing = engine.CreateKvCache(1, Heads, 64, prefix);
        reader.BeginWith(prefix);
        Assert.Equal((Prefix, Prefix, Prefix), (prefix.Length, sharing.Shared, reader.Shared));
        prefix.Dispose();
        foreach (int count in (int[])[1, 30, 1, 200])
        {
            Range next = (100 * Channels)..((100 + count) * Channels);
            float[] expected = Step(engine, q[next], k[next], v[next], [new SequenceRows(alone, count)]);
            Assert.Equal(expected, Step(engine, q[next], k[next], v[next], [new SequenceRows(sharing, count)]));
            Assert.Equal(expected, Step(engine, q[next], k[next], v[next], [new SequenceRows(reader, count)]));
        }
    }

    [Fact]
    public void A_truncated_cache_goes_on_as_if_nothing_had_followed()
    {
        const int Kept = 41;
        using TorchEngine engine = Engines.Exact();
        float[] q = Random32.Values(1, 100 * Channels), k = Random32.Values(2, q.Length), v = Random32.Values(3, q.Length);
        using KvCache rewound = Caches(engine, 1)[0], straight = Caches(engine, 1)[0];
        Step(engine, q, k, v, [new SequenceRows(rewound, 100)]);
        rewound.Truncate(Kept);
        Range head = ..(Kept * Channels), next = (90 * Channels)..(93 * Channels);
        Step(engine, q[head], k[head], v[head], [new SequenceRows(straight, Kept)]);
        Assert.Equal(
            Step(engine, q[next], k[next], v[next], [new SequenceRows(straight, 3)]),
            Step(engine, q[next], k[next], v[next], [new SequenceRows(rewound, 3)]));
    }

    [Fact]
    public void A_NaN_stays_in_its_sequence()
    {
        using TorchEngine engine = Engines.Exact();
        float[] x = Random32.Values(1, 3 * Channels);
        x.AsSpan(Channels, Channels).Fill(float.NaN);
        float[] y = Step(engine, x, x, x, [.. Caches(engine, 3).Select(cache => new SequenceRows(cache, 1))]);
        for (int i = 0; i < y.Length; i++)
            Assert.Equal(i / Channels == 1, float.IsNaN(y[i]));
    }

    [Fact]
    public void What_is_of_another_size_is_refused()
    {
        using TorchEngine engine = Engines.Exact();
        float[] x = Random32.Values(1, Channels);
        foreach (KvCache cache in new[] { engine.CreateKvCache(0, Heads, 64), engine.CreateKvCache(1, 2, 64), engine.CreateKvCache(1, Heads, 10) })
            Assert.Throws<ArgumentException>(() => Step(engine, x, x, x, [new SequenceRows(cache, 1)]));
        Assert.Throws<ArgumentException>(() => Step(engine, x, x, x, [new SequenceRows(Caches(engine, 1)[0], 2)]));
        using KvCache read = Caches(engine, 1)[0];
        Step(engine, x, x, x, [new SequenceRows(read, 1)]);
        using KvCache prefix = read.CopyPrefix(1), sharing = engine.CreateKvCache(1, Heads, 64, prefix);
        Assert.Throws<ArgumentOutOfRangeException>(() => sharing.Truncate(0));
        Assert.Throws<InvalidOperationException>(() => read.CopyPrefix(2));
        Assert.Throws<InvalidOperationException>(() => sharing.CopyPrefix(1));
        Assert.Throws<ArgumentException>(() => sharing.BeginWith(prefix));
        Assert.Throws<ArgumentException>(() => Caches(engine, 1)[0].BeginWith(prefix));
        Assert.Throws<ArgumentException>(() => engine.CreateKvCache(2, Heads, 64, prefix));
        Assert.Throws<ArgumentException>(() => engine.CreateKvCache(1, Heads, 64, sharing));
    }

    private static KvCache[] Caches(Engine engine, int count) => [.. Enumerable.Range(0, count).Select(_ => engine.CreateKvCache(1, Heads, 64))];

    /// <summary>All positions of one sequence, so many to a step.</summary>
    private static float[] Decode(Engine engine, float[] q, float[] k, float[] v, int rows)
    {
        using KvCache cache = engine.CreateKvCache(1, Heads, 64);
        List<float> all = [];
        for (int first = 0; first < q.Length; first += rows * Channels)
        {
            Range range = first..Math.Min(q.Length, first + rows * Channels);
            all.AddRange(Step(engine, q[range], k[range], v[range], [new SequenceRows(cache, q[range].Length / Channels)]));
        }

        return [.. all];
    }

    private static float[] Step(Engine engine, float[] q, float[] k, float[] v, SequenceRows[] sequences)
    {
        using Scope scope = engine.BeginScope();
        Shape shape = new(q.Length / Channels, Channels);
        Tensor y = engine.CausalAttention(engine.FromHost(q, shape), engine.FromHost(k, shape), engine.FromHost(v, shape), sequences, 0, Heads);
        foreach (SequenceRows sequence in sequences)
            sequence.Cache.Advance(sequence.Count);
        return y.ToArray();
    }
}
