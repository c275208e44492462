using Chatterbox.Tensors;
using Chatterbox.Tests.Tensors.Cpu;

namespace Chatterbox.Torch.Tests;

/// <summary>The life of tensors: what libtorch holds is what a scope, a cache or a weight holds.</summary>
[Collection(nameof(NativeCounting))]
public sealed class MemoryTests
{
    [Fact]
    public void A_tensor_dies_with_its_scope_unless_kept()
    {
        using TorchEngine engine = Engines.Exact();
        Tensor kept, dropped;
        using (Scope scope = engine.BeginScope())
        {
            dropped = engine.FromHost([1, 2], new Shape(2));
            kept = scope.Keep(dropped.Scale(3));
        }

        Assert.Equal([3, 6], kept.ToArray());
        Assert.Throws<InvalidOperationException>(() => dropped.ToArray());
        Assert.Throws<InvalidOperationException>(() => dropped.Add(kept));
    }

    [Fact]
    public void A_view_outlives_its_base()
    {
        using TorchEngine engine = Engines.Exact();
        Tensor view;
        using (Scope scope = engine.BeginScope())
            view = scope.Keep(engine.FromHost(Random32.Values(1, 600), new Shape(3, 200)).Slice(0, 1, 1).Reshape(new Shape(200)));
        Assert.Equal(Random32.Values(1, 600)[200..400], view.ToArray());
    }

    [Fact]
    public void Nothing_is_left_of_an_engine()
    {
        long before = TorchLibrary.Tensors;
        using (TorchEngine engine = Engines.Exact())
        {
            foreach (EngineOperation operation in EngineOperation.All)
            {
                operation.On(engine, Random32.Values(1, 10 * operation.Channels), 2, 5);
                Assert.Equal(0, engine.MemoryBytes);
            }

            engine.Constant(Random32.Host(1, 7));
            using KvCache cache = engine.CreateKvCache(2, 3, 20);
            Tensor x = engine.Zeros(new Shape(5, 60));
            engine.CausalAttention(x, x, x, [new SequenceRows(cache, 5)], 1, 3);
            engine.Rotary(x, engine.Zeros(new Shape(9, 20)), engine.Zeros(new Shape(9, 20)), [0, 1, 2, 3, 4], 3);
        }

        Assert.Equal(before, TorchLibrary.Tensors);
    }
}
