using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>Gated feed-forward: down(silu(gate x) * up x), with gate and up as one product. Port of transformers' LlamaMLP.</summary>
public sealed class SwiGlu
{
    private readonly Linear _gateAndUp;
    private readonly Linear _down;

    /// <summary>Takes <c>gate_proj</c>, <c>up_proj</c> and <c>down_proj</c>; the inner width is the gate's.</summary>
    public SwiGlu(Weights w, int channels)
    {
        int inner = w.At("gate_proj").ShapeOf("weight")[0];
        _gateAndUp = Linear.Stacked(w, ["gate_proj", "up_proj"], channels, inner);
        _down = new Linear(w.At("down_proj"), inner, channels, bias: false);
    }

    /// <summary>(rows, C) to (rows, C), the residual (rows, C) added.</summary>
    public Tensor Forward(Tensor x, Tensor residual)
    {
        Tensor gated = x.Engine.GatedSilu(_gateAndUp.Forward(x));   // (rows, inner)
        return _down.Forward(gated, residual: residual);            // (rows, C)
    }
}
