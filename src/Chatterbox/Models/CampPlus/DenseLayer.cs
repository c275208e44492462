using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.CampPlus;

/// <summary>One layer of a dense block. Port of CAMDenseTDNNLayer in models/s3gen/xvector.py.</summary>
public sealed class DenseLayer(Weights w, int dilation)
{
    private readonly NormRelu _first = new(w.At("nonlinear1"));
    private readonly Conv1d _bottleneck = Conv1d.Same(w.At("linear1"));
    private readonly NormRelu _second = new(w.At("nonlinear2"));
    private readonly ContextMask _mask = new(w.At("cam_layer"), dilation);

    /// <summary>(1, T, in) to (1, T, growth)</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = x.Engine.BeginScope();
        Tensor y = _bottleneck.Forward(_first.Forward(x)); // (1, T, bottleneck)
        return scope.Keep(_mask.Forward(_second.Forward(y)));
    }
}
