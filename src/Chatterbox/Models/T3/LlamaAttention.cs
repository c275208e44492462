using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>Causal self-attention with rotary positions; q, k and v are one product. Port of transformers' LlamaAttention.</summary>
public sealed class LlamaAttention(Weights w, int channels, RotaryTable rotary)
{
    private readonly int _heads = channels / Backbone.HeadSize;
    private readonly Linear _qkv = Linear.Stacked(w, ["q_proj", "k_proj", "v_proj"], channels, channels);
    private readonly Linear _output = new(w.At("o_proj"), channels, channels, bias: false);

    /// <summary>(rows, C) to (rows, C), the residual (rows, C) added.</summary>
    public Tensor Forward(Tensor x, ReadOnlySpan<SequenceRows> sequences, ReadOnlySpan<int> positions, int layer, Tensor residual)
    {
        Tensor qkv = _qkv.Forward(x);                                                                     // (rows, 3 C)
        Tensor qk = rotary.Forward(qkv.Slice(1, 0, 2 * channels), positions);                             // (rows, 2 C)
        Tensor q = qk.Slice(1, 0, channels), k = qk.Slice(1, channels, channels), v = qkv.Slice(1, 2 * channels, channels);
        return _output.Forward(x.Engine.CausalAttention(q, k, v, sequences, layer, _heads), residual: residual);
    }
}
