using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.CampPlus;

/// <summary>Batch normalisation and ReLU. Port of get_nonlinear("batchnorm-relu") in models/s3gen/xvector.py.</summary>
public sealed class NormRelu
{
    private readonly BatchNorm _norm;

    /// <summary>Takes <c>batchnorm</c>.</summary>
    public NormRelu(Weights w, int channels) => _norm = new BatchNorm(w.At("batchnorm"), channels);

    /// <summary>(..., C) to the same shape</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = x.Engine.BeginScope();
        return scope.Keep(_norm.Forward(x).Activate(ActivationKind.Relu));
    }
}
