using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>A linear layer stored as (in, out). Port of transformers' Conv1D.</summary>
public static class Gpt2Linear
{
    private const int Tile = 32;

    /// <summary>Takes <c>weight</c> (in, out) and <c>bias</c> (out), turned around once at load.</summary>
    public static Linear Load(Weights w, int inputs, int outputs)
    {
        HostTensor weight = w.Get("weight", inputs, outputs);
        HostTensor bias = w.Get("bias", outputs);
        var shape = new Shape(outputs, inputs);
        HostTensor turned = weight.HasValues ? new HostTensor(shape, Transpose(weight.Values, inputs, outputs)) : new HostTensor(shape);
        weight.Release();
        return new Linear(w.Engine, turned, bias);
    }

    private static float[] Transpose(ReadOnlySpan<float> values, int rows, int columns)
    {
        float[] result = new float[values.Length];
        for (int firstRow = 0; firstRow < rows; firstRow += Tile)
            for (int firstColumn = 0; firstColumn < columns; firstColumn += Tile)
                for (int r = firstRow; r < Math.Min(rows, firstRow + Tile); r++)
                    for (int c = firstColumn; c < Math.Min(columns, firstColumn + Tile); c++)
                        result[c * rows + r] = values[r * columns + c];
        return result;
    }
}
