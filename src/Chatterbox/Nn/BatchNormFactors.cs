using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>
/// What a batch normalisation does in eval mode, with its stored statistics: a factor and a shift for each channel. Port of
/// torch.nn.BatchNorm1d and 2d.
/// </summary>
internal sealed class BatchNormFactors
{
    /// <summary>PyTorch's.</summary>
    public const float DefaultEps = 1e-5f;

    private readonly HostTensor _factor;
    private readonly HostTensor _shift;

    /// <summary>Takes <c>running_mean</c>, <c>running_var</c> and, if it is affine, <c>weight</c> and <c>bias</c>, all (channels); -1 takes any number.</summary>
    public BatchNormFactors(Weights w, int channels = -1, float eps = DefaultEps, bool affine = true)
    {
        HostTensor mean = w.Get("running_mean", channels);
        HostTensor variance = w.Get("running_var", mean.Shape[0]);
        HostTensor? gain = affine ? w.Get("weight", mean.Shape[0]) : null;
        HostTensor? bias = affine ? w.Get("bias", mean.Shape[0]) : null;
        w.Skip("num_batches_tracked");
        if (!mean.HasValues)
        {
            (_factor, _shift) = (mean, mean);
            return;
        }

        float[] factor = new float[mean.Shape[0]], shift = new float[mean.Shape[0]];
        for (int c = 0; c < factor.Length; c++)
        {
            factor[c] = (gain is null ? 1 : gain.Values[c]) / MathF.Sqrt(variance.Values[c] + eps);
            shift[c] = (bias is null ? 0 : bias.Values[c]) - mean.Values[c] * factor[c];
        }

        GC.KeepAlive(mean);
        GC.KeepAlive(variance);
        GC.KeepAlive(gain);
        GC.KeepAlive(bias);

        (_factor, _shift) = (new HostTensor(mean.Shape, factor), new HostTensor(mean.Shape, shift));
    }

    /// <summary>Factor and shift (channels) as tensors of an engine.</summary>
    public (Tensor Factor, Tensor Shift) On(Engine engine) => (engine.Constant(_factor), engine.Constant(_shift));

    /// <summary>
    /// The filters (channels, ...) and the bias (channels) of a convolution with this norm behind it, of the filters of one that has no
    /// bias.
    /// </summary>
    public (HostTensor Filters, HostTensor Bias) Fold(HostTensor filters)
    {
        if (!filters.HasValues)
            return (filters, _shift);
        float[] folded = filters.ToArray();
        int size = folded.Length / _factor.Shape[0];
        for (int c = 0; c < _factor.Shape[0]; c++)
        {
            float factor = _factor.Values[c];
            foreach (ref float value in folded.AsSpan(c * size, size))
                value *= factor;
        }

        return (new HostTensor(filters.Shape, folded), _shift);
    }
}
