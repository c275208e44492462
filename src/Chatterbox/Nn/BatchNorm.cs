using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>
/// Batch normalisation with its stored statistics, folded into a factor and a shift for each channel. Port of
/// torch.nn.BatchNorm1d and 2d in eval mode; without gain and bias if it is not affine.
/// </summary>
public sealed class BatchNorm
{
    private readonly Tensor _factor;
    private readonly Tensor _shift;

    /// <summary>Takes <c>running_mean</c>, <c>running_var</c> and, if it is affine, <c>weight</c> and <c>bias</c>, all (channels).</summary>
    public BatchNorm(Weights w, float eps = 1e-5f, bool affine = true)
    {
        HostTensor mean = w.Get("running_mean", -1);
        HostTensor variance = w.Get("running_var", mean.Shape[0]);
        HostTensor? gain = affine ? w.Get("weight", mean.Shape[0]) : null;
        HostTensor? bias = affine ? w.Get("bias", mean.Shape[0]) : null;
        w.Skip("num_batches_tracked");
        if (!mean.HasValues)
        {
            (_factor, _shift) = (w.Engine.Constant(mean), w.Engine.Constant(mean));
            return;
        }

        float[] factor = new float[mean.Shape[0]], shift = new float[mean.Shape[0]];
        for (int c = 0; c < factor.Length; c++)
        {
            factor[c] = (gain is null ? 1 : gain.Values[c]) / MathF.Sqrt(variance.Values[c] + eps);
            shift[c] = (bias is null ? 0 : bias.Values[c]) - mean.Values[c] * factor[c];
        }

        (_factor, _shift) = (w.Engine.Constant(new HostTensor(mean.Shape, factor)), w.Engine.Constant(new HostTensor(mean.Shape, shift)));
    }

    /// <summary>(..., channels) to the same shape</summary>
    public Tensor Forward(Tensor x) => x.Mul(_factor).Add(_shift);
}
