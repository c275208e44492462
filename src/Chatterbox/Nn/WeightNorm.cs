using System.Numerics;
using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>
/// Weight normalisation, w = g v / |v|, folded at load. |v| is over all dimensions but the first, for transposed convolutions too.
/// Port of torch.nn.utils.parametrizations.weight_norm.
/// </summary>
public static class WeightNorm
{
    private const string Magnitude = "parametrizations.weight.original0";
    private const string Direction = "parametrizations.weight.original1";

    /// <summary>
    /// The filter of a convolution, (first, second, kernel): <c>weight</c>, or its two normalised parts where the checkpoint has those.
    /// -1 takes any size.
    /// </summary>
    public static HostTensor Read(Weights w, int first = -1, int second = -1, int kernel = -1)
    {
        if (!w.Has(Direction))
            return w.Get("weight", first, second, kernel);
        HostTensor v = w.Get(Direction, first, second, kernel);
        HostTensor g = w.Get(Magnitude, v.Shape[0], 1, 1);
        if (!v.HasValues)
            return v;
        HostTensor folded = Fold(g.Values, v);
        GC.KeepAlive(g);
        v.Release();
        return folded;
    }

    /// <summary>Into native memory, which the next filter gets again; fresh managed memory would take longer than the arithmetic.</summary>
    private static unsafe HostTensor Fold(ReadOnlySpan<float> g, HostTensor v)
    {
        var folded = new NativeFloats(v.Shape.Count);
        int length = checked((int)(v.Shape.Count / v.Shape[0]));
        for (int row = 0; row < v.Shape[0]; row++)
        {
            ReadOnlySpan<float> direction = v.Values.Slice(row * length, length);
            Scale(direction, (float)(g[row] / Math.Sqrt(SumOfSquares(direction))), folded.Slice((long)row * length, length));
        }

        return new HostTensor(v.Shape, folded.Pointer, folded, folded.Dispose);
    }

    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        Vector<double> sums = Vector<double>.Zero, otherSums = sums;
        int i = 0;
        for (; values.Length - i >= Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(values[i..]), out Vector<double> low, out Vector<double> high);
            sums += low * low;
            otherSums += high * high;
        }

        double sum = Vector.Sum(sums + otherSums);
        for (; i < values.Length; i++)
            sum += (double)values[i] * values[i];
        return sum;
    }

    private static void Scale(ReadOnlySpan<float> values, float factor, Span<float> to)
    {
        int i = 0;
        for (; values.Length - i >= Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(values[i..]) * factor).CopyTo(to[i..]);
        for (; i < values.Length; i++)
            to[i] = values[i] * factor;
    }
}
