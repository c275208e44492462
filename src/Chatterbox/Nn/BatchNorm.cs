using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>Batch normalisation with its stored statistics, where no convolution lies before it that could take it over.</summary>
public sealed class BatchNorm
{
    private readonly Tensor _factor;
    private readonly Tensor _shift;

    /// <summary>Takes <c>running_mean</c>, <c>running_var</c>, <c>weight</c> and <c>bias</c>, all (channels); -1 takes any number.</summary>
    public BatchNorm(Weights w, int channels = -1, float eps = BatchNormFactors.DefaultEps) =>
        (_factor, _shift) = new BatchNormFactors(w, channels, eps).On(w.Engine);

    /// <summary>(..., channels) to the same shape</summary>
    public Tensor Forward(Tensor x) => x.Mul(_factor).Add(_shift);
}
