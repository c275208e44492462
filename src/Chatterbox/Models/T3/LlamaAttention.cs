using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>Causal self-attention with rotary positions. Port of transformers' LlamaAttention.</summary>
public sealed class LlamaAttention(Weights w, int channels, RotaryTable rotary)
{
    private readonly int _heads = channels / Backbone.HeadSize;
    private readonly Linear _q = new(w.At("q_proj"), channels, channels, bias: false);
    private readonly Linear _k = new(w.At("k_proj"), channels, channels, bias: false);
    private readonly Linear _v = new(w.At("v_proj"), channels, channels, bias: false);
    private readonly Linear _output = new(w.At("o_proj"), channels, channels, bias: false);

    /// <summary>(rows, C) to (rows, C), the residual (rows, C) added.</summary>
    public Tensor Forward(Tensor x, ReadOnlySpan<SequenceRows> sequences, ReadOnlySpan<int> positions, int layer, Tensor residual)
    {
        Tensor q = rotary.Forward(_q.Forward(x), positions);   // (rows, C)
        Tensor k = rotary.Forward(_k.Forward(x), positions);   // (rows, C)
        return _output.Forward(x.Engine.CausalAttention(q, k, _v.Forward(x), sequences, layer, _heads), residual: residual);
    }
}
