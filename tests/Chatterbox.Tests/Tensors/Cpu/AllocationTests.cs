using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>A decode step takes no managed memory once all sizes were met.</summary>
public sealed class AllocationTests
{
    private const int Heads = 4, Channels = 64, Sequences = 2;

    [Fact]
    public void A_decode_step_allocates_nothing()
    {
        using var engine = new CpuEngine(2);
        Weight project = engine.LinearWeight(Random32.Host(1, Channels, Channels), Random32.Host(2, Channels));
        Weight table = engine.EmbeddingWeight(Random32.Host(3, 50, Channels));
        Tensor gain = engine.Constant(Random32.Host(4, Channels)), turns = engine.Constant(Random32.Host(5, 512, Channels / Heads));
        KvCache[] caches = [engine.CreateKvCache(1, Heads, Channels / Heads), engine.CreateKvCache(1, Heads, Channels / Heads)];
        float[] logits = new float[Sequences * Channels];
        for (int i = 0; i < 50; i++)
            Step(engine, project, table, gain, turns, caches, logits);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++)
            Step(engine, project, table, gain, turns, caches, logits);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.DoesNotContain(logits, float.IsNaN);
    }

    private static void Step(Engine engine, Weight project, Weight table, Tensor gain, Tensor turns, KvCache[] caches, float[] logits)
    {
        using Scope step = engine.BeginScope();
        Tensor x = engine.Embedding(table, [3, 4]);
        using (Scope layer = engine.BeginScope())
        {
            Tensor normal = engine.LayerNorm(engine.RmsNorm(x, gain, 1e-5f), gain, gain, 1e-5f);
            Tensor q = engine.Rotary(engine.Linear(normal, project), turns, turns, [caches[0].Length, caches[1].Length], Heads);
            Tensor attended = engine.CausalAttention(q, q, normal, [new SequenceRows(caches[0], 1), new SequenceRows(caches[1], 1)], 0, Heads);
            Tensor both = engine.Concat(1, attended, normal);
            Tensor half = both.Slice(1, 0, Channels).Mul(both.Slice(1, Channels, Channels).Activate(ActivationKind.Silu));
            x = layer.Keep(engine.Linear(half, project).Add(x).Scale(0.5f));
        }

        foreach (KvCache cache in caches)
            cache.Advance(1);
        Tensor last = engine.Softmax(x.Reshape(new Shape(1, Sequences, Channels))).Slice(1, 0, Sequences);
        engine.Read(last, logits);
    }
}
