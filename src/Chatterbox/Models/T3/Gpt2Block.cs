using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>Pre-norm GPT-2 block with the tanh form of GELU. Port of transformers' GPT2Block.</summary>
public sealed class Gpt2Block(Weights w, int channels)
{
    private const int MlpFactor = 4;

    private readonly LayerNorm _norm1 = new(w.At("ln_1"), channels: channels);
    private readonly Gpt2Attention _attention = new(w.At("attn"), channels);
    private readonly LayerNorm _norm2 = new(w.At("ln_2"), channels: channels);
    private readonly Linear _up = Linear.Transposed(w.At("mlp.c_fc"), channels, MlpFactor * channels);
    private readonly Linear _down = Linear.Transposed(w.At("mlp.c_proj"), MlpFactor * channels, channels);

    /// <summary>(rows, C) to (rows, C)</summary>
    public Tensor Forward(Tensor x, ReadOnlySpan<SequenceRows> sequences, int layer)
    {
        using Scope scope = x.Engine.BeginScope();
        x = _attention.Forward(_norm1.Forward(x), sequences, layer, residual: x);
        x = _down.Forward(_up.Forward(_norm2.Forward(x), ActivationKind.GeluTanh), residual: x);
        return scope.Keep(x.Tap($"t3/layer{layer:00}"));
    }
}
