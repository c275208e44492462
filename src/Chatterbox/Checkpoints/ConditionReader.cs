using Chatterbox.Tensors;

namespace Chatterbox.Checkpoints;

/// <summary>Takes the tensors of a voice file with their checks.</summary>
internal sealed class ConditionReader(string path, ConditionTensors tensors)
{
    /// <summary>Whether the tensor is there.</summary>
    public bool Has(string name) => tensors.Find(name) is not null;

    /// <summary>A tensor of finite floats; -1 stands for any size.</summary>
    public float[] Floats(string name, params ReadOnlySpan<int> expectedShape)
    {
        (Shape shape, Func<double[]> values) = Require(name);
        bool fits = shape.Rank == expectedShape.Length;
        for (int i = 0; fits && i < expectedShape.Length; i++)
            fits = expectedShape[i] < 0 || expectedShape[i] == shape[i];
        if (!fits)
            throw Error($"'{name}' has the shape {shape}, not ({string.Join(", ", expectedShape.ToArray()).Replace("-1", "any", StringComparison.Ordinal)}).");
        return Array.ConvertAll(values(), value => Finite(name, value));
    }

    /// <summary>One row of token ids from 0 to below <paramref name="count"/>, stored as integers or floats.</summary>
    public int[] Tokens(string name, int count)
    {
        (Shape shape, Func<double[]> values) = Require(name);
        if (shape.Rank != 2 || shape[0] != 1)
            throw Error($"'{name}' has the shape {shape}, not (1, any).");
        return Array.ConvertAll(values(), value => value >= 0 && value < count && value == Math.Floor(value)
            ? (int)value
            : throw Error($"'{name}' holds {value}, which is no token id below {count}."));
    }

    /// <summary>A tensor of one finite value, of any rank.</summary>
    public float Number(string name)
    {
        (Shape shape, Func<double[]> values) = Require(name);
        return shape.Count == 1 ? Finite(name, values()[0]) : throw Error($"'{name}' has the shape {shape}, not one value.");
    }

    /// <summary>Checks that the tensor, if it is there, holds just <paramref name="expected"/>.</summary>
    public void RequireValue(string name, int expected)
    {
        if (Has(name) && Number(name) != expected)
            throw Error($"'{name}' is {Number(name)}, but there are {expected}.");
    }

    private (Shape Shape, Func<double[]> Values) Require(string name) => tensors.Find(name) ?? throw Error($"'{name}' is missing.");

    private float Finite(string name, double value) =>
        float.IsFinite((float)value) ? (float)value : throw Error($"'{name}' holds a value that is not finite.");

    private CheckpointException Error(string message) => new($"{path}: {message}");
}
