using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// Pre-norm attention and feed-forward with SiLU; the published checkpoints have neither convolution nor macaron feed-forward.
/// Port of ConformerEncoderLayer in chatterbox models/s3gen/transformer/encoder_layer.py.
/// </summary>
internal sealed class ConformerLayer
{
    private const float Eps = 1e-12f;

    private readonly LayerNorm _attentionNorm;
    private readonly RelativeSelfAttention _attention;
    private readonly LayerNorm _feedForwardNorm;
    private readonly Linear _in, _out;

    /// <summary>Takes <c>norm_mha</c>, <c>self_attn</c>, <c>norm_ff</c> and <c>feed_forward</c>.</summary>
    public ConformerLayer(Weights w, int channels)
    {
        _attentionNorm = new LayerNorm(w.At("norm_mha"), Eps, channels);
        _attention = new RelativeSelfAttention(w.At("self_attn"), channels);
        _feedForwardNorm = new LayerNorm(w.At("norm_ff"), Eps, channels);
        _in = new Linear(w.At("feed_forward.w_1"), channels);
        _out = new Linear(w.At("feed_forward.w_2"), _in.Outputs, channels);
    }

    /// <summary>x (1, T, C) with a table of positions (2L-1, C), L not below T, to (1, T, C)</summary>
    public Tensor Forward(Tensor x, Tensor positions)
    {
        using Scope scope = x.Engine.BeginScope();
        x = x.Add(_attention.Forward(_attentionNorm.Forward(x), positions)); // (1, T, C)
        Tensor h = _in.Forward(_feedForwardNorm.Forward(x), ActivationKind.Silu); // (1, T, hidden)
        return scope.Keep(_out.Forward(h, residual: x)); // (1, T, C)
    }
}
