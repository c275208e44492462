using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>A decoder's attention over its cache: however a sequence is fed and whoever shares the step, its bits are the same.</summary>
public sealed class CausalAttentionTests
{
    private const int Heads = 3;
    private const int Channels = Heads * 20;

    [Theory]
    [InlineData(1, DecoderPrecision.Float32)]
    [InlineData(2, DecoderPrecision.Float32)]
    [InlineData(3, DecoderPrecision.Float32)]
    [InlineData(3, DecoderPrecision.Int8)]
    public void A_prefill_has_the_bits_of_single_steps(int threads, DecoderPrecision precision)
    {
        const int Positions = 300;
        foreach (SimdLevel level in Levels.Available)
        {
            using var engine = new CpuEngine(threads, level, precision);
            float[] q = Random32.Values(1, Positions * Channels), k = Random32.Values(2, q.Length), v = Random32.Values(3, q.Length);
            float[] whole = Decode(engine, q, k, v, Positions);
            Assert.Equal(whole, Decode(engine, q, k, v, 1));
            Assert.Equal(whole, Decode(engine, q, k, v, 7));
        }
    }

    [Theory]
    [InlineData(1, DecoderPrecision.Float32)]
    [InlineData(3, DecoderPrecision.Float32)]
    [InlineData(3, DecoderPrecision.Int8)]
    public void A_sequence_has_the_same_bits_alone_and_among_others(int threads, DecoderPrecision precision)
    {
        const int Sequences = 9;
        using var engine = new CpuEngine(threads, decoder: precision);
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
    }

    [Fact]
    public void A_cache_in_bfloat16_is_off_by_its_rounding_alone()
    {
        const int Positions = 300;
        float[] q = Random32.Values(1, Positions * Channels), k = Random32.Values(2, q.Length), v = Random32.Values(3, q.Length);
        foreach (SimdLevel level in Levels.Available)
        {
            using CpuEngine exact = new(2, level), rounding = new(2, level, DecoderPrecision.Int8);
            float[] expected = Decode(exact, q, Rounded(k), Rounded(v), Positions);
            Assert.Equal(expected, Decode(rounding, q, k, v, Positions));
            Assert.NotEqual(expected, Decode(exact, q, k, v, Positions));
        }
    }

    [Theory]
    [InlineData(DecoderPrecision.Float32)]
    [InlineData(DecoderPrecision.Int8)]
    public void Sequences_that_share_a_prefix_have_the_bits_of_those_that_read_it(DecoderPrecision precision)
    {
        const int Prefix = 70, Sequences = 5;
        float[] q = Random32.Values(1, 400 * Channels), k = Random32.Values(2, q.Length), v = Random32.Values(3, q.Length);
        foreach (SimdLevel level in Levels.Available)
        {
            using var engine = new CpuEngine(2, level, precision);
            using KvCache first = engine.CreateKvCache(1, Heads, 20);
            Step(engine, q[..(Prefix * Channels)], k[..(Prefix * Channels)], v[..(Prefix * Channels)], [new SequenceRows(first, Prefix)]);
            KvCache prefix = first.CopyPrefix(Prefix);
            Assert.Equal(64, prefix.Length);
            KvCache[] sharing = [.. Enumerable.Range(0, Sequences).Select(_ => engine.CreateKvCache(1, Heads, 20, prefix))], alone = Caches(engine, Sequences);

            Range whole = ..(64 * Channels), rest = (64 * Channels)..(Prefix * Channels);

            // One that read it itself, and more than it, shares it too.
            KvCache reader = sharing[^1] = engine.CreateKvCache(1, Heads, 20);
            Step(engine, q[..(Prefix * Channels)], k[..(Prefix * Channels)], v[..(Prefix * Channels)], [new SequenceRows(reader, Prefix)]);
            reader.BeginWith(prefix);
            Assert.Equal((Prefix, 64), (reader.Length, reader.Shared));
            Step(engine, q[rest], k[rest], v[rest], [new SequenceRows(sharing[0], Prefix - 64)]);

            // Those that use it keep it.
            prefix.Dispose();
            foreach (KvCache cache in alone)
                Step(engine, q[whole], k[whole], v[whole], [new SequenceRows(cache, 64)]);
            foreach (KvCache cache in (KvCache[])[alone[0], alone[^1]])
                Step(engine, q[rest], k[rest], v[rest], [new SequenceRows(cache, Prefix - 64)]);
            for (int step = 0; step < 3; step++)
            {
                int[] counts = [.. Enumerable.Range(0, Sequences).Select(i => step == 0 ? 1 + 9 * i : 1)];
                Range next = ((100 + 100 * step) * Channels)..((100 + 100 * step + counts.Sum()) * Channels);
                Assert.Equal(
                    Step(engine, q[next], k[next], v[next], [.. alone.Select((cache, i) => new SequenceRows(cache, counts[i]))]),
                    Step(engine, q[next], k[next], v[next], [.. sharing.Select((cache, i) => new SequenceRows(cache, counts[i]))]));
            }

            foreach (KvCache cache in (IEnumerable<KvCache>)[.. sharing, .. alone])
                cache.Dispose();
        }
    }

    [Fact]
    public void A_prefix_is_neither_cut_nor_of_another_decoder()
    {
        using var engine = new CpuEngine(1);
        float[] x = Random32.Values(1, 96 * Channels);
        using KvCache cache = engine.CreateKvCache(1, Heads, 20);
        Step(engine, x, x, x, [new SequenceRows(cache, 96)]);
        using KvCache prefix = cache.CopyPrefix(95), sharing = engine.CreateKvCache(1, Heads, 20, prefix);
        Assert.Equal((64, 64, 64), (prefix.Length, sharing.Length, sharing.Shared));
        Assert.Throws<ArgumentOutOfRangeException>(() => sharing.Truncate(63));
        Assert.Throws<InvalidOperationException>(() => cache.CopyPrefix(128));
        Assert.Throws<InvalidOperationException>(() => sharing.CopyPrefix(32));
        Assert.Throws<ArgumentException>(() => sharing.BeginWith(prefix));
        Assert.Throws<ArgumentException>(() => engine.CreateKvCache(1, Heads, 20).BeginWith(prefix));
        Assert.Throws<ArgumentException>(() => engine.CreateKvCache(2, Heads, 20, prefix));
        Assert.Throws<ArgumentException>(() => engine.CreateKvCache(1, Heads, 20, sharing));
        using KvCache unlike = engine.CreateKvCache(1, Heads, 20);
        Step(engine, x[..(5 * Channels)], x[..(5 * Channels)], x[..(5 * Channels)], [new SequenceRows(unlike, 5)]);
        Assert.Throws<ArgumentException>(() => engine.CreateKvCache(1, Heads, 20, unlike));
    }

    [Fact]
    public void A_truncated_cache_goes_on_as_if_nothing_had_followed()
    {
        const int Kept = 41;
        using var engine = new CpuEngine(2);
        float[] q = Random32.Values(1, 100 * Channels), k = Random32.Values(2, q.Length), v = Random32.Values(3, q.Length);
        using KvCache rewound = engine.CreateKvCache(1, Heads, 20), straight = engine.CreateKvCache(1, Heads, 20);
        Step(engine, q, k, v, [new SequenceRows(rewound, 100)]);
        rewound.Truncate(Kept);
        Range head = ..(Kept * Channels), next = (90 * Channels)..(93 * Channels);
        Step(engine, q[head], k[head], v[head], [new SequenceRows(straight, Kept)]);
        Assert.Equal(
            Step(engine, q[next], k[next], v[next], [new SequenceRows(straight, 3)]),
            Step(engine, q[next], k[next], v[next], [new SequenceRows(rewound, 3)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => rewound.Truncate(Kept + 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => rewound.Truncate(-1));
    }

    [Theory]
    [InlineData(DecoderPrecision.Float32)]
    [InlineData(DecoderPrecision.Int8)]
    public void A_NaN_stays_in_its_sequence(DecoderPrecision precision)
    {
        using var engine = new CpuEngine(2, decoder: precision);
        float[] x = Random32.Values(1, 3 * Channels);
        x.AsSpan(Channels, Channels).Fill(float.NaN);
        float[] y = Step(engine, x, x, x, [.. Caches(engine, 3).Select(cache => new SequenceRows(cache, 1))]);
        for (int i = 0; i < y.Length; i++)
            Assert.Equal(i / Channels == 1, float.IsNaN(y[i]));
    }

    [Fact]
    public void A_cache_of_another_size_is_refused()
    {
        using var engine = new CpuEngine(1);
        float[] x = Random32.Values(1, Channels);
        foreach (KvCache cache in new[] { engine.CreateKvCache(0, Heads, 20), engine.CreateKvCache(1, 2, 20), engine.CreateKvCache(1, Heads, 10) })
            Assert.Throws<ArgumentException>(() => Step(engine, x, x, x, [new SequenceRows(cache, 1)]));
        Assert.Throws<ArgumentException>(() => Step(engine, x, x, x, [new SequenceRows(engine.CreateKvCache(1, Heads, 20), 2)]));
    }

    /// <summary>The nearest floats of which only the upper half is not zero.</summary>
    private static float[] Rounded(float[] values) => [.. values.Select(value =>
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        uint below = bits & 0xFFFF_0000, rest = bits & 0xFFFF;
        bool up = rest > 0x8000 || (rest == 0x8000 && (below & 0x1_0000) != 0);
        return BitConverter.UInt32BitsToSingle(up ? below + 0x1_0000 : below);
    })];

    private static KvCache[] Caches(Engine engine, int count) => [.. Enumerable.Range(0, count).Select(_ => engine.CreateKvCache(1, Heads, 20))];

    /// <summary>All positions of one sequence, so many to a step.</summary>
    private static float[] Decode(Engine engine, float[] q, float[] k, float[] v, int rows)
    {
        using KvCache cache = engine.CreateKvCache(1, Heads, 20);
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
