using Chatterbox.Tensors.Cpu;
using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tests.Tensors.Cpu.Kernels;

/// <summary>The attention kernel against its definition, with biases and hidden keys, between guards.</summary>
public sealed unsafe class AttentionBlockTests
{
    [Theory]
    [InlineData(1, 1, 1, 4)]
    [InlineData(5, 33, 33, 20)]
    [InlineData(24, 70, 47, 64)]
    [InlineData(7, 32, 26, 33)]
    public void A_block_equals_the_definition_at_every_level(int rows, int keys, int firstVisible, int size)
    {
        float[] q = Random32.Values(1, rows * size), k = Random32.Values(2, keys * size), v = Random32.Values(3, keys * size);
        float[] bias = Random32.Values(4, rows * keys), expected = Definition(q, k, v, bias, rows, keys, firstVisible, size);
        int keyFloats = (int)Panel.Floats(keys, size), valueFloats = (int)Panel.Floats(size, keys), scratch = (int)AttentionBlock.ScratchFloats(keys);
        using var keyPanels = new GuardedFloats(keyFloats);
        using var valuePanels = new GuardedFloats(valueFloats);
        using GuardedFloats queries = new(q), keyRows = new(k), valueRows = new(v), biases = new(bias);
        Panel.PackTransposed(keyRows.Pointer, size, keys, size, keyPanels.Pointer);
        Panel.Pack(valueRows.Pointer, size, size, keys, valuePanels.Pointer);
        foreach (SimdLevel level in Levels.Available)
        {
            var block = new AttentionBlock
            {
                Level = level, HeadSize = size, Scale = 1 / MathF.Sqrt(size),
                Own = new HeadPanels
                {
                    Keys = PanelData.Floats(keyPanels.Pointer), Values = PanelData.Floats(valuePanels.Pointer), ValueStride = (nint)keys * Panel.Width,
                },
            };
            using var scores = new GuardedFloats(scratch);
            using var output = new GuardedFloats(rows * (size + 3));
            block.Run(queries.Pointer, size, rows, keys, firstVisible, biases.Pointer, keys, scores.Pointer, output.Pointer, size + 3);
            scores.AssertUntouched(scratch, scratch);
            output.AssertUntouched(size, size + 3);
            float[] actual = new float[rows * size];
            for (int row = 0; row < rows; row++)
                output.Span.Slice(row * (size + 3), size).CopyTo(actual.AsSpan(row * size));
            TensorAssert.Close($"attention at {level}", expected, actual, 1e-6);
        }
    }

    private static float[] Definition(float[] q, float[] k, float[] v, float[] bias, int rows, int keys, int firstVisible, int size)
    {
        float[] y = new float[rows * size];
        for (int row = 0; row < rows; row++)
        {
            int visible = Math.Min(keys, firstVisible + row);
            double[] weights = new double[visible];
            for (int j = 0; j < visible; j++)
            {
                double score = bias[row * keys + j];
                for (int c = 0; c < size; c++)
                    score += (double)q[row * size + c] * k[j * size + c];
                weights[j] = Math.Exp(score / Math.Sqrt(size));
            }

            for (int c = 0; c < size; c++)
                y[row * size + c] = (float)(Enumerable.Range(0, visible).Sum(j => weights[j] * v[j * size + c]) / weights.Sum());
        }

        return y;
    }
}
