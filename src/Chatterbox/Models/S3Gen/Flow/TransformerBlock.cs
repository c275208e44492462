using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// Pre-norm attention of all frames over all frames, and a feed-forward with GELU in its erf form. The time is not used here.
/// Port of BasicTransformerBlock in chatterbox models/s3gen/matcha/transformer.py.
/// </summary>
internal sealed class TransformerBlock(Weights w)
{
    private const int HeadSize = 64;

    private readonly LayerNorm _attentionNorm = new(w.At("norm1"));
    private readonly Linear _q = new(w.At("attn1.to_q"));
    private readonly Linear _k = new(w.At("attn1.to_k"));
    private readonly Linear _v = new(w.At("attn1.to_v"));
    private readonly Linear _attentionOut = new(w.At("attn1.to_out.0"));
    private readonly LayerNorm _feedForwardNorm = new(w.At("norm3"));
    private readonly Linear _in = new(w.At("ff.net.0.proj"));
    private readonly Linear _out = new(w.At("ff.net.2"));

    /// <summary>(B, T, C) to (B, T, C)</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = x.Engine.BeginScope();
        Tensor h = _attentionNorm.Forward(x); // (B, T, C)
        h = x.Engine.Attention(_q.Forward(h), _k.Forward(h), _v.Forward(h), _q.Outputs / HeadSize); // (B, T, heads 64)
        x = x.Add(_attentionOut.Forward(h)); // (B, T, C)
        h = _in.Forward(_feedForwardNorm.Forward(x)).Activate(ActivationKind.GeluErf); // (B, T, hidden)
        return scope.Keep(x.Add(_out.Forward(h))); // (B, T, C)
    }
}
