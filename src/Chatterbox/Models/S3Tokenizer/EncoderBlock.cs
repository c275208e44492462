using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Tokenizer;

/// <summary>A pre-norm transformer layer. Port of ResidualAttentionBlock in s3tokenizer's model_v2.py (0.3.0: both norms have eps 1e-5).</summary>
public sealed class EncoderBlock
{
    private readonly Engine _engine;
    private readonly LayerNorm _attentionNorm;
    private readonly FsmnAttention _attention;
    private readonly LayerNorm _mlpNorm;
    private readonly Linear _up;
    private readonly Linear _down;

    /// <summary>Takes <c>attn_ln</c>, <c>attn</c>, <c>mlp_ln</c>, <c>mlp.0</c> and <c>mlp.2</c>.</summary>
    public EncoderBlock(Weights w, int channels, RotaryTable rotary)
    {
        _engine = w.Engine;
        _attentionNorm = new LayerNorm(w.At("attn_ln"));
        _attention = new FsmnAttention(w.At("attn"), channels, rotary);
        _mlpNorm = new LayerNorm(w.At("mlp_ln"));
        _up = new Linear(w.At("mlp.0"), inputs: channels);
        _down = new Linear(w.At("mlp.2"), _up.Outputs, channels);
    }

    /// <summary>(1, T, C) to the same shape</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = _engine.BeginScope();
        x = x.Add(_attention.Forward(_attentionNorm.Forward(x))); // (1, T, C)
        Tensor y = _up.Forward(_mlpNorm.Forward(x), ActivationKind.GeluErf); // (1, T, 4 C)
        return scope.Keep(_down.Forward(y, residual: x)); // (1, T, C)
    }
}
