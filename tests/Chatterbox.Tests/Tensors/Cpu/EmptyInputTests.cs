using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>Inputs of no frames or no batch entries, and such as are shorter than a kernel.</summary>
public sealed class EmptyInputTests
{
    public static TheoryData<string> Names() =>
        [.. EngineOperation.All.Select(operation => operation.Name).Where(name => !name.EndsWith("OverTime", StringComparison.Ordinal) && name != "OverlapAdd")];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_frames_or_no_entries_give_none(string name)
    {
        using var engine = new CpuEngine(2);
        EngineOperation operation = EngineOperation.Named(name);
        Assert.Empty(operation.On(engine, [], 0, 5).Values);
        int frames = name == "Conv1d of stride 3, dilated" ? 2 : 0;
        (float[] values, Shape shape) = operation.On(engine, [], 1, 0);
        Assert.Equal(frames * shape.Last, values.Length);
    }

    [Fact]
    public void A_mean_of_no_frames_is_not_a_number()
    {
        using var engine = new CpuEngine(1);
        Assert.All(engine.MeanOverTime(engine.Zeros(new Shape(1, 0, 300))).ToArray(), value => Assert.True(float.IsNaN(value)));
        Assert.All(engine.DeviationOverTime(engine.Zeros(new Shape(1, 1, 300))).ToArray(), value => Assert.True(float.IsNaN(value)));
    }

    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(4, 5, 1)]
    [InlineData(1, 7, 4)]
    public void A_kernel_longer_than_its_input_gives_no_frames(int frames, int kernel, int stride)
    {
        using var engine = new CpuEngine(1);
        Tensor x = engine.Zeros(new Shape(1, frames, 3));
        Tensor y = engine.Conv1d(x, engine.Conv1dWeight(Random32.Host(1, 4, 3, kernel), null), new Conv1dOptions(stride));
        Assert.Equal(new Shape(1, 0, 4), y.Shape);
    }

    [Fact]
    public void Attention_without_keys_is_refused()
    {
        using var engine = new CpuEngine(1);
        Tensor q = engine.Zeros(new Shape(1, 2, 8)), none = engine.Zeros(new Shape(1, 0, 8));
        Assert.Throws<ArgumentException>(() => engine.Attention(q, none, none, 2));
        Assert.Equal(0, engine.Attention(none, q, q, 2).Shape.Count);
    }

    [Fact]
    public void A_step_without_sequences_gives_no_rows()
    {
        using var engine = new CpuEngine(2);
        Tensor none = engine.Zeros(new Shape(0, 8));
        Assert.Equal(0, engine.CausalAttention(none, none, none, [], 0, 2).Shape.Count);
        Assert.Equal(new Shape(0, 8), engine.Embedding(engine.EmbeddingWeight(Random32.Host(1, 3, 8)), []).Shape);
    }
}
