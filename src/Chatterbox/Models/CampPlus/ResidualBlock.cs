using Chatterbox.Tensors;

namespace Chatterbox.Models.CampPlus;

/// <summary>Two convolutions over frequency and time with a way around them. Port of BasicResBlock in models/s3gen/xvector.py.</summary>
public sealed class ResidualBlock
{
    private const int Kernel = 3;

    private readonly NormConv2d _first;
    private readonly NormConv2d _second;
    private readonly NormConv2d? _shortcut;

    /// <summary>
    /// Takes <c>conv1</c>, <c>bn1</c>, <c>conv2</c>, <c>bn2</c>, and <c>shortcut</c> where the block strides over the
    /// frequencies; where it does not, the way around changes nothing.
    /// </summary>
    public ResidualBlock(Weights w, int inputs, int strideHeight)
    {
        _first = new NormConv2d(w.At("conv1"), w.At("bn1"), inputs, Kernel, strideHeight);
        w.Expect("conv2.weight", strideHeight == 1 ? inputs : -1, _first.Outputs, Kernel, Kernel);
        _second = new NormConv2d(w.At("conv2"), w.At("bn2"), _first.Outputs, Kernel);
        if (strideHeight == 1)
            return;
        w.Expect("shortcut.0.weight", _second.Outputs, inputs, 1, 1);
        _shortcut = new NormConv2d(w.At("shortcut.0"), w.At("shortcut.1"), inputs, kernel: 1, strideHeight);
    }

    /// <summary>Channels that come out.</summary>
    public int Outputs => _second.Outputs;

    /// <summary>(F, T, in) to (F', T, out)</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = x.Engine.BeginScope();
        Tensor y = _first.Forward(x).Activate(ActivationKind.Relu); // (F', T, out)
        y = _second.Forward(y).Add(_shortcut?.Forward(x) ?? x); // (F', T, out)
        return scope.Keep(y.Activate(ActivationKind.Relu));
    }
}
