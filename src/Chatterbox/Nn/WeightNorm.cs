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
        v.Release();
        return folded;
    }

    private static HostTensor Fold(ReadOnlySpan<float> g, HostTensor v)
    {
        float[] folded = new float[v.Shape.Count];
        int length = folded.Length / v.Shape[0];
        for (int row = 0; row < v.Shape[0]; row++)
        {
            ReadOnlySpan<float> direction = v.Values.Slice(row * length, length);
            double square = 0;
            foreach (float value in direction)
                square += (double)value * value;
            float factor = (float)(g[row] / Math.Sqrt(square));
            for (int i = 0; i < length; i++)
                folded[row * length + i] = direction[i] * factor;
        }

        return new HostTensor(v.Shape, folded);
    }
}
