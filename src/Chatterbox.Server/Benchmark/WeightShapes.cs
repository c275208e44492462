using System.IO.Enumeration;
using Chatterbox.Tensors;

namespace Chatterbox.Server.Benchmark;

/// <summary>Counts the weights of a checkpoint's products, from which their arithmetic follows.</summary>
internal sealed class WeightShapes(TensorSource source)
{
    /// <summary>
    /// Values of all matrices and filters whose names match one of <paramref name="patterns"/>, in which <c>*</c> stands for anything.
    /// </summary>
    public long Count(params ReadOnlySpan<string> patterns)
    {
        long count = 0;
        foreach (string name in source.Names)
            if (IsProduct(name) && Matches(name, patterns))
                count += source.ShapeOf(name).Count;
        return count;
    }

    /// <summary>How many tensors match <paramref name="pattern"/>.</summary>
    public int Tensors(string pattern) => source.Names.Count(name => Matches(name, [pattern]));

    /// <summary>The shape of the first tensor that matches <paramref name="pattern"/>.</summary>
    public Shape ShapeOf(string pattern) => source.ShapeOf(source.Names.First(name => Matches(name, [pattern])));

    /// <summary>Whether a tensor is multiplied with; gains, biases and the magnitudes of weight normalisation are not.</summary>
    private bool IsProduct(string name) =>
        source.ShapeOf(name).Rank > 1
        && !name.EndsWith("original0", StringComparison.Ordinal)
        && !name.Contains(".pos_bias_", StringComparison.Ordinal);

    private static bool Matches(string name, ReadOnlySpan<string> patterns)
    {
        foreach (string pattern in patterns)
            if (FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))
                return true;
        return false;
    }
}
