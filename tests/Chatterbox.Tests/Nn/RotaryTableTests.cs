using Chatterbox.Models.T3;
using Chatterbox.Nn;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tests.Tensors;

namespace Chatterbox.Tests.Nn;

public sealed class RotaryTableTests : IDisposable
{
    private readonly CpuEngine _engine = new(1);

    public void Dispose() => _engine.Dispose();

    /// <summary>Queries and keys that transformers turned, from positions 0, 37 and 4000 on.</summary>
    [Fact]
    public void Llama_3_turns_as_recorded()
    {
        GoldenOp[] recorded = [.. GoldenOp.ReadAll().Where(op => op.Name == "rotary_llama3_scaled")];
        Assert.Equal(3, recorded.Length);
        foreach (GoldenOp op in recorded)
        {
            Shape shape = op.Input("q").Shape;                                    // (1, heads, T, head size)
            (int heads, int length, int size) = (shape[1], shape[2], shape[3]);
            int first = op.Int("first_position");
            var table = new RotaryTable(_engine, first + length, Llama3Frequencies.For(size));
            int[] positions = [.. Enumerable.Range(first, length)];
            foreach ((string name, int output) in new[] { ("q", 0), ("k", 1) })
            {
                float[] rows = SwapHeads(op.Input(name).Values, heads, length, size);
                float[] turned = table.Forward(_engine.FromHost(rows, new Shape(length, heads * size)), positions).ToArray();
                TensorAssert.Close($"{op} {name}", SwapHeads(op.Output(output).Values, heads, length, size), turned, 1e-5);
            }
        }
    }

    /// <summary>A pair of channels is a complex number, and turning it multiplies it.</summary>
    [Fact]
    public void A_pair_turns_by_its_frequency_times_the_position()
    {
        const int Heads = 2, Length = 5;
        float[] frequencies = [1, 0.25f, -0.5f];
        var table = new RotaryTable(_engine, Length + 3, frequencies);
        float[] values = [.. Enumerable.Range(0, Length * Heads * 6).Select(i => MathF.Sin(i))];
        float[] expected = new float[values.Length];
        for (int t = 0; t < Length; t++)
            for (int head = 0; head < Heads; head++)
                for (int i = 0; i < 3; i++)
                {
                    int real = (t * Heads + head) * 6 + i, imaginary = real + 3;
                    System.Numerics.Complex turned = new System.Numerics.Complex(values[real], values[imaginary])
                        * System.Numerics.Complex.FromPolarCoordinates(1, t * (double)frequencies[i]);
                    (expected[real], expected[imaginary]) = ((float)turned.Real, (float)turned.Imaginary);
                }

        Tensor x = _engine.FromHost(values, new Shape(1, Length, Heads * 6));
        TensorAssert.Close("turned", expected, table.Forward(x).ToArray(), 1e-6);
    }

    [Fact]
    public void Positions_beyond_the_table_are_a_bug()
    {
        var table = new RotaryTable(_engine, 4, [1, 0.5f]);
        Tensor x = _engine.FromHost(new float[4], new Shape(1, 4));
        Assert.ThrowsAny<ArgumentException>(() => table.Forward(x, [4]));
    }

    /// <summary>(heads, T, size) to (T, heads, size)</summary>
    private static float[] SwapHeads(ReadOnlySpan<float> values, int heads, int length, int size)
    {
        float[] swapped = new float[values.Length];
        for (int head = 0; head < heads; head++)
            for (int t = 0; t < length; t++)
                values.Slice((head * length + t) * size, size).CopyTo(swapped.AsSpan((t * heads + head) * size));
        return swapped;
    }
}
