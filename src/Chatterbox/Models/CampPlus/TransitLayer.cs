using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.CampPlus;

/// <summary>Brings a dense block's channels down. Port of TransitLayer in models/s3gen/xvector.py.</summary>
public sealed class TransitLayer
{
    private readonly NormRelu _nonlinear;
    private readonly Conv1d _linear;

    /// <summary>Takes <c>nonlinear</c> and <c>linear</c> of kernel 1.</summary>
    public TransitLayer(Weights w, int inputs)
    {
        _nonlinear = new NormRelu(w.At("nonlinear"), inputs);
        w.Expect("linear.weight", -1, inputs, 1);
        _linear = Conv1d.Same(w.At("linear"), bias: false);
    }

    /// <summary>Channels that come out.</summary>
    public int Outputs => _linear.Outputs;

    /// <summary>(1, T, in) to (1, T, out)</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = x.Engine.BeginScope();
        return scope.Keep(_linear.Forward(_nonlinear.Forward(x)));
    }
}
