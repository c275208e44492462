using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>The life of tensors: scopes, views, the pool behind them.</summary>
public sealed class ScopeTests
{
    [Fact]
    public void A_tensor_dies_with_its_scope_unless_kept()
    {
        using var engine = new CpuEngine(1);
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
    public void Kept_through_two_scopes_it_lives_in_the_third()
    {
        using var engine = new CpuEngine(1);
        using Scope outer = engine.BeginScope();
        Tensor result;
        using (Scope middle = engine.BeginScope())
        {
            using Scope inner = engine.BeginScope();
            result = middle.Keep(inner.Keep(engine.Zeros(new Shape(3))));
        }

        Assert.Equal(3, result.ToArray().Length);
    }

    [Fact]
    public void Scopes_end_in_reverse_order()
    {
        using var engine = new CpuEngine(1);
        Scope outer = engine.BeginScope(), inner = engine.BeginScope();
        Assert.Throws<InvalidOperationException>(outer.Dispose);
        inner.Dispose();
        outer.Dispose();
        Assert.Throws<InvalidOperationException>(outer.Dispose);
    }

    [Fact]
    public void Only_a_tensor_of_the_scope_can_be_kept()
    {
        using var engine = new CpuEngine(1);
        Tensor outside = engine.Zeros(new Shape(1)), constant = engine.Constant(Random32.Host(1, 4));
        using Scope scope = engine.BeginScope();
        Assert.Throws<InvalidOperationException>(() => scope.Keep(outside));
        Assert.Throws<InvalidOperationException>(() => scope.Keep(constant));
    }

    [Fact]
    public void A_view_shares_memory_and_outlives_its_base()
    {
        using var engine = new CpuEngine(1);
        long before = engine.MemoryBytes;
        Tensor view;
        using (Scope scope = engine.BeginScope())
        {
            Tensor whole = engine.FromHost(Random32.Values(1, 600), new Shape(3, 200));
            long taken = engine.MemoryBytes;
            view = scope.Keep(whole.Slice(0, 1, 1).Reshape(new Shape(200)));
            Assert.Equal(taken, engine.MemoryBytes);
        }

        using (engine.BeginScope())
        {
            for (int i = 0; i < 5; i++)
                engine.Zeros(new Shape(3, 200));
        }

        Assert.Equal(Random32.Values(1, 600)[200..400], view.ToArray());
        Assert.True(engine.MemoryBytes > before);
    }

    [Fact]
    public void A_constant_outlives_all_scopes()
    {
        using var engine = new CpuEngine(1);
        Tensor constant;
        using (engine.BeginScope())
            constant = engine.Constant(new HostTensor(new Shape(2), [1, 2]));
        Assert.Equal([1, 2], constant.ToArray());
    }

    [Fact]
    public void A_tensor_that_persists_outlives_all_scopes_until_it_is_released()
    {
        using var engine = new CpuEngine(1);
        Tensor outside = engine.Zeros(new Shape(1)), tensor;
        using (engine.BeginScope())
        {
            using Scope inner = engine.BeginScope();
            tensor = engine.Persist(engine.FromHost([1, 2], new Shape(2)));
            Assert.Throws<InvalidOperationException>(() => engine.Persist(outside));
        }

        using (engine.BeginScope())
        {
            engine.Zeros(new Shape(2));
            Assert.Equal([1, 2], tensor.ToArray());
            engine.Release(tensor);
            Assert.Throws<InvalidOperationException>(() => engine.Release(tensor));
        }
    }

    [Fact]
    public void Memory_is_the_same_after_many_scopes_and_can_be_given_back()
    {
        using var engine = new CpuEngine(2);
        long empty = engine.MemoryBytes;
        long once = 0;
        for (int i = 0; i < 1000; i++)
        {
            using (engine.BeginScope())
            {
                foreach (EngineOperation operation in EngineOperation.ByEntry)
                    operation.Run(engine, engine.FromHost(Random32.Values(1, 10 * operation.Channels), new Shape(2, 5, operation.Channels)));
            }

            once = i == 0 ? engine.MemoryBytes : once;
            Assert.Equal(once, engine.MemoryBytes);
        }

        engine.Trim();
        Assert.Equal(empty, engine.MemoryBytes);
    }

    [Fact]
    public void A_tensor_that_does_not_fit_is_refused()
    {
        using var engine = new CpuEngine(1);
        Tensor x = engine.Zeros(new Shape(2, 3, 4));
        Assert.Throws<ArgumentException>(() => engine.FromHost([1], new Shape(2)));
        Assert.Throws<ArgumentException>(() => engine.Read(x, new float[5]));
        Assert.Throws<ArgumentException>(() => x.Reshape(new Shape(5, 5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(1, 2, 2));
        Assert.Throws<ArgumentException>(() => x.Add(engine.Zeros(new Shape(2, 2, 4))));
        Assert.Throws<ArgumentException>(() => engine.Linear(x, engine.LinearWeight(Random32.Host(1, 5, 3), null)));
        Assert.Throws<ArgumentException>(() => engine.Concat(0, x, engine.Zeros(new Shape(2, 2, 4))));
    }
}
