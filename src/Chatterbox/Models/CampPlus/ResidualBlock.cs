using Chatterbox.Tensors;

namespace Chatterbox.Models.CampPlus;

/// <summary>Two convolutions over frequency and time with a way around them. Port of BasicResBlock in models/s3gen/xvector.py.</summary>
public sealed class ResidualBlock
{
    private readonly NormConv2d _first;
    private readonly NormConv2d _second;
    private readonly NormConv2d? _shortcut;

    /// <summary>
    /// Takes <c>conv1</c>, <c>bn1</c>, <c>conv2</c>, <c>bn2</c>, and <c>shortcut</c> where there is one: where the block
    /// strides over the frequencies or changes the number of channels.
    /// </summary>
    public ResidualBlock(Weights w, int strideHeight)
    {
        _first = new NormConv2d(w.At("conv1"), w.At("bn1"), strideHeight, padding: 1);
        _second = new NormConv2d(w.At("conv2"), w.At("bn2"), strideHeight: 1, padding: 1);
        if (w.Has("shortcut.0.weight"))
            _shortcut = new NormConv2d(w.At("shortcut.0"), w.At("shortcut.1"), strideHeight, padding: 0);
    }

    /// <summary>(F, T, in) to (F', T, out)</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = x.Engine.BeginScope();
        Tensor y = _first.Forward(x).Activate(ActivationKind.Relu); // (F', T, out)
        y = _second.Forward(y).Add(_shortcut?.Forward(x) ?? x); // (F', T, out)
        return scope.Keep(y.Activate(ActivationKind.Relu));
    }
}
