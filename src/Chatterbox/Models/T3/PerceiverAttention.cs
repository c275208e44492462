using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>
/// Attention of a query over a context, one norm for both, the residual from the query before the norm. Port of AttentionBlock2 in
/// the reference's models/t3/modules/perceiver.py.
/// </summary>
public sealed class PerceiverAttention(Weights w, int channels)
{
    private const int Heads = 4;

    private readonly LayerNorm _norm = new(w.At("norm"), channels: channels);
    private readonly Linear _q = new(w.At("to_q"), channels, channels);
    private readonly Linear _k = new(w.At("to_k"), channels, channels);
    private readonly Linear _v = new(w.At("to_v"), channels, channels);
    private readonly Linear _output = new(w.At("proj_out"), channels, channels);

    /// <summary>query (1, Tq, C), context (1, Tk, C) to (1, Tq, C)</summary>
    public Tensor Forward(Tensor query, Tensor context)
    {
        Tensor q = _q.Forward(_norm.Forward(query));                              // (1, Tq, C)
        Tensor normed = _norm.Forward(context);                                   // (1, Tk, C)
        Tensor a = q.Engine.Attention(q, _k.Forward(normed), _v.Forward(normed), Heads);
        return query.Add(_output.Forward(a));                                     // (1, Tq, C)
    }
}
