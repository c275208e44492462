using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tests;
using Chatterbox.Tests.Tensors.Cpu;

namespace Chatterbox.Torch.Tests;

/// <summary>Every operation gives what it gives on the CPU's own engine: shapes, values, and a NaN where it belongs.</summary>
public sealed class AgreementTests
{
    private const double Bound = 1e-5;

    public static TheoryData<string> All() => [.. EngineOperation.All.Select(operation => operation.Name)];

    public static TheoryData<string> WithoutFrames() =>
        [.. EngineOperation.All.Select(operation => operation.Name).Where(name => !name.EndsWith("OverTime", StringComparison.Ordinal) && name != "OverlapAdd")];

    [Theory]
    [MemberData(nameof(All))]
    public void An_operation_agrees_with_the_other_engine(string name)
    {
        EngineOperation operation = EngineOperation.Named(name);
        using var cpu = new CpuEngine(2);
        using TorchEngine torch = Engines.Exact();
        foreach ((int batch, int frames) in ((int, int)[])[(1, 1), (1, 17), (3, 11), (2, 1031)])
        {
            float[] x = Random32.Values(5, batch * frames * operation.Channels);
            (float[] expected, Shape shape) = operation.On(cpu, x, batch, frames);
            (float[] actual, Shape sameShape) = operation.On(torch, x, batch, frames);
            Assert.Equal(shape, sameShape);
            if (name == "DeviationOverTime" && frames == 1)
                Assert.All(actual, value => Assert.True(float.IsNaN(value)));
            else
                TensorAssert.Close(name, expected, actual, Bound);
        }
    }

    [Theory]
    [MemberData(nameof(WithoutFrames))]
    public void No_frames_or_no_entries_give_none(string name)
    {
        EngineOperation operation = EngineOperation.Named(name);
        using var cpu = new CpuEngine(1);
        using TorchEngine torch = Engines.Exact();
        foreach ((int batch, int frames) in ((int, int)[])[(0, 5), (1, 0)])
        {
            (float[] expected, Shape shape) = operation.On(cpu, [], batch, frames);
            (float[] actual, Shape sameShape) = operation.On(torch, [], batch, frames);
            Assert.Equal(shape, sameShape);
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_NaN_in_a_batch_entry_is_shown_and_stays_there(string name)
    {
        const int Frames = 12;
        EngineOperation operation = EngineOperation.Named(name);
        using TorchEngine engine = Engines.Exact();
        int entry = Frames * operation.Channels;
        float[] x = Random32.Values(1, 3 * entry);
        x[entry + entry / 2] = float.NaN;
        float[] y = operation.On(engine, x, 3, Frames).Values;
        int width = y.Length / 3;
        for (int b = 0; b < 3; b++)
            Assert.Equal(b == 1, y[(b * width)..((b + 1) * width)].Any(float.IsNaN));
    }

    [Fact]
    public void A_2_d_convolution_agrees_with_the_other_engine()
    {
        const int Height = 9, Width = 17, Channels = 5;
        using var cpu = new CpuEngine(2);
        using TorchEngine torch = Engines.Exact();
        float[][] results = [.. ((Engine[])[cpu, torch]).Select(engine => engine.Conv2d(
            engine.FromHost(Random32.Values(2, Height * Width * Channels), new Shape(Height, Width, Channels)),
            engine.Conv2dWeight(Random32.Host(1, 33, Channels, 3, 3), Random32.Host(3, 33)), 2, 1).ToArray())];
        TensorAssert.Close("conv2d", results[0], results[1], Bound);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(37)]
    public void Relative_attention_agrees_with_the_other_engine(int length)
    {
        const int Heads = 3, Channels = Heads * 20;
        using var cpu = new CpuEngine(2);
        using TorchEngine torch = Engines.Exact();
        float[][] results = [.. ((Engine[])[cpu, torch]).Select(engine =>
        {
            Tensor Make(int seed, params ReadOnlySpan<int> dimensions)
            {
                var shape = new Shape(dimensions);
                return engine.FromHost(Random32.Values(seed, (int)shape.Count), shape);
            }

            return engine.RelativeAttention(
                Make(1, 1, length, Channels), Make(2, 1, length, Channels), Make(3, 1, length, Channels), Make(4, 2 * length - 1, Channels),
                Make(5, Heads, 20), Make(6, Heads, 20), Heads).ToArray();
        })];
        TensorAssert.Close("relative attention", results[0], results[1], Bound);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using TorchEngine engine = Engines.Exact();
        Tensor x = engine.Zeros(new Shape(2, 3, 4)), none = engine.Zeros(new Shape(1, 0, 8)), q = engine.Zeros(new Shape(1, 2, 8));
        Assert.Throws<ArgumentException>(() => engine.FromHost([1], new Shape(2)));
        Assert.Throws<ArgumentException>(() => engine.Read(x, new float[5]));
        Assert.Throws<ArgumentException>(() => x.Reshape(new Shape(5, 5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Slice(1, 2, 2));
        Assert.Throws<ArgumentException>(() => x.Add(engine.Zeros(new Shape(2, 2, 4))));
        Assert.Throws<ArgumentException>(() => engine.Linear(x, engine.LinearWeight(Random32.Host(1, 5, 3), null)));
        Assert.Throws<ArgumentException>(() => engine.Concat(0, x, engine.Zeros(new Shape(2, 2, 4))));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Embedding(engine.EmbeddingWeight(Random32.Host(1, 3, 8)), [3]));
        Assert.Throws<ArgumentException>(() => engine.Attention(q, none, none, 2));
        Assert.Equal(0, engine.Attention(none, q, q, 2).Shape.Count);
        Assert.Equal(new Shape(0, 8), engine.Embedding(engine.EmbeddingWeight(Random32.Host(1, 3, 8)), []).Shape);
    }
}
