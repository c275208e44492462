using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>Gated feed-forward: down(silu(gate x) * up x). Port of transformers' LlamaMLP.</summary>
public sealed class SwiGlu(Weights w)
{
    private readonly Linear _gate = new(w.At("gate_proj"));
    private readonly Linear _up = new(w.At("up_proj"));
    private readonly Linear _down = new(w.At("down_proj"));

    /// <summary>(rows, C) to (rows, C)</summary>
    public Tensor Forward(Tensor x) => _down.Forward(_gate.Forward(x).Activate(ActivationKind.Silu).Mul(_up.Forward(x)));
}
