using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>Pre-norm Llama block. Port of transformers' LlamaDecoderLayer.</summary>
public sealed class LlamaBlock(Weights w, int channels, RotaryTable rotary)
{
    private readonly RmsNorm _norm1 = new(w.At("input_layernorm"), channels: channels);
    private readonly LlamaAttention _attention = new(w.At("self_attn"), channels, rotary);
    private readonly RmsNorm _norm2 = new(w.At("post_attention_layernorm"), channels: channels);
    private readonly SwiGlu _mlp = new(w.At("mlp"), channels);

    /// <summary>(rows, C) to (rows, C)</summary>
    public Tensor Forward(Tensor x, ReadOnlySpan<SequenceRows> sequences, ReadOnlySpan<int> positions, int layer)
    {
        using Scope scope = x.Engine.BeginScope();
        x = _attention.Forward(_norm1.Forward(x), sequences, positions, layer, residual: x);
        x = _mlp.Forward(_norm2.Forward(x), residual: x);
        return scope.Keep(x.Tap($"t3/layer{layer:00}"));
    }
}
