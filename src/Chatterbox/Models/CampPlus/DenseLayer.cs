using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.CampPlus;

/// <summary>One layer of a dense block. Port of CAMDenseTDNNLayer in models/s3gen/xvector.py.</summary>
public sealed class DenseLayer
{
    private readonly NormRelu _first;
    private readonly Conv1d _bottleneck;
    private readonly ContextMask _mask;

    /// <summary>Takes <c>nonlinear1</c>, <c>linear1</c> of kernel 1, <c>nonlinear2</c> and <c>cam_layer</c>.</summary>
    public DenseLayer(Weights w, int inputs, int dilation)
    {
        _first = new NormRelu(w.At("nonlinear1"), inputs);
        w.Expect("linear1.weight", -1, inputs, 1);
        _bottleneck = new Conv1d(w.At("linear1"), w.At("nonlinear2.batchnorm"), Conv1dOptions.Padded(0));
        _mask = new ContextMask(w.At("cam_layer"), _bottleneck.Outputs, dilation);
    }

    /// <summary>Channels that come out, by which the block grows.</summary>
    public int Outputs => _mask.Outputs;

    /// <summary>(1, T, in) to (1, T, growth)</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = x.Engine.BeginScope();
        Tensor y = _bottleneck.Forward(_first.Forward(x)).Activate(ActivationKind.Relu); // (1, T, bottleneck)
        return scope.Keep(_mask.Forward(y));
    }
}
