using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// Pre-norm attention of all frames over all frames, and a feed-forward with GELU in its erf form. The time is not used here.
/// Port of BasicTransformerBlock in chatterbox models/s3gen/matcha/transformer.py.
/// </summary>
internal sealed class TransformerBlock
{
    private const int HeadSize = 64;

    private readonly LayerNorm _attentionNorm, _feedForwardNorm;
    private readonly Linear _q, _k, _v, _attentionOut;
    private readonly Linear _in, _out;
    private readonly WeightRole _role;

    /// <summary>Takes <c>norm1</c>, <c>attn1</c>, <c>norm3</c> and <c>ff</c>.</summary>
    /// <exception cref="CheckpointException">The queries are no whole number of heads, or a shape does not fit.</exception>
    public TransformerBlock(Weights w, int channels)
    {
        _role = w.Role;
        _attentionNorm = new LayerNorm(w.At("norm1"), channels: channels);
        _q = new Linear(w.At("attn1.to_q"), channels, bias: false);
        if (_q.Outputs == 0 || _q.Outputs % HeadSize != 0)
            throw new CheckpointException($"'{w.Prefix}attn1.to_q.weight' gives {_q.Outputs} channels, which cannot be heads of {HeadSize}.");
        _k = new Linear(w.At("attn1.to_k"), channels, _q.Outputs, bias: false);
        _v = new Linear(w.At("attn1.to_v"), channels, _q.Outputs, bias: false);
        _attentionOut = new Linear(w.At("attn1.to_out.0"), _q.Outputs, channels);
        _feedForwardNorm = new LayerNorm(w.At("norm3"), channels: channels);
        _in = new Linear(w.At("ff.net.0.proj"), channels);
        _out = new Linear(w.At("ff.net.2"), _in.Outputs, channels);
    }

    /// <summary>(B, T, C) to (B, T, C)</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = x.Engine.BeginScope();
        Tensor h = _attentionNorm.Forward(x); // (B, T, C)
        h = x.Engine.Attention(_q.Forward(h), _k.Forward(h), _v.Forward(h), _q.Outputs / HeadSize, _role); // (B, T, heads 64)
        x = _attentionOut.Forward(h, residual: x); // (B, T, C)
        h = _in.Forward(_feedForwardNorm.Forward(x), ActivationKind.GeluErf); // (B, T, hidden)
        return scope.Keep(_out.Forward(h, residual: x)); // (B, T, C)
    }
}
