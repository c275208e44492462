using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

public sealed unsafe class WeightArenaTests
{
    [Fact]
    public void Weights_lie_side_by_side_and_a_large_one_by_itself()
    {
        using var arena = new WeightArena();
        byte* first = arena.Take(100, out WeightChunk one), second = arena.Take(1000, out WeightChunk two), large = arena.Take(100 << 20, out WeightChunk three);
        Assert.Same(one, two);
        Assert.Equal(128, second - first);
        Assert.NotSame(one, three);
        Assert.Equal(0, (nint)first % MemoryPool.Alignment);
        Assert.Equal(0, (nint)large % PageAdvice.LargePage);
        new Span<byte>(first, 100).Fill(1);
        new Span<byte>(second, 1000).Fill(2);
        new Span<byte>(large, 100 << 20).Fill(3);
        Assert.Equal(1, first[99]);
        Assert.False(three.Release());
        Assert.False(one.Release());
        Assert.True(two.Release());
    }

    [Fact]
    public void A_weight_outlives_its_arena_and_others_of_its_chunk()
    {
        var arena = new WeightArena();
        arena.Take(64, out WeightChunk one);
        byte* kept = arena.Take(64, out WeightChunk two);
        Assert.False(one.Release());
        arena.Dispose();
        new Span<byte>(kept, 64).Fill(7);
        Assert.Equal(7, kept[63]);
        Assert.True(two.Release());
    }
}
