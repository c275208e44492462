using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>Gated feed-forward: down(silu(gate x) * up x). Port of transformers' LlamaMLP.</summary>
public sealed class SwiGlu
{
    private readonly Linear _gate;
    private readonly Linear _up;
    private readonly Linear _down;

    /// <summary>Takes <c>gate_proj</c>, <c>up_proj</c> and <c>down_proj</c>; the inner width is the gate's.</summary>
    public SwiGlu(Weights w, int channels)
    {
        _gate = new Linear(w.At("gate_proj"), channels, bias: false);
        _up = new Linear(w.At("up_proj"), channels, _gate.Outputs, bias: false);
        _down = new Linear(w.At("down_proj"), _gate.Outputs, channels, bias: false);
    }

    /// <summary>(rows, C) to (rows, C), the residual (rows, C) added.</summary>
    public Tensor Forward(Tensor x, Tensor residual) =>
        _down.Forward(_gate.Forward(x, ActivationKind.Silu).Mul(_up.Forward(x)), residual: residual);
}
