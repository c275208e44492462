using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.CampPlus;

/// <summary>Brings a dense block's channels down. Port of TransitLayer in models/s3gen/xvector.py.</summary>
public sealed class TransitLayer(Weights w)
{
    private readonly NormRelu _nonlinear = new(w.At("nonlinear"));
    private readonly Conv1d _linear = Conv1d.Same(w.At("linear"));

    /// <summary>(1, T, in) to (1, T, out)</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = x.Engine.BeginScope();
        return scope.Keep(_linear.Forward(_nonlinear.Forward(x)));
    }
}
