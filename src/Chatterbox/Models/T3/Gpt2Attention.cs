using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>Causal self-attention with one product for q, k and v. Port of transformers' GPT2Attention.</summary>
public sealed class Gpt2Attention(Weights w, int channels)
{
    private readonly Linear _qkv = Linear.Transposed(w.At("c_attn"), channels, 3 * channels);
    private readonly Linear _output = Linear.Transposed(w.At("c_proj"), channels, channels);

    /// <summary>(rows, C) to (rows, C), the residual (rows, C) added.</summary>
    public Tensor Forward(Tensor x, ReadOnlySpan<SequenceRows> sequences, int layer, Tensor residual)
    {
        Tensor qkv = _qkv.Forward(x);                                             // (rows, 3 C)
        Tensor q = qkv.Slice(1, 0, channels), k = qkv.Slice(1, channels, channels), v = qkv.Slice(1, 2 * channels, channels);
        return _output.Forward(x.Engine.CausalAttention(q, k, v, sequences, layer, channels / Backbone.HeadSize), residual: residual);
    }
}
