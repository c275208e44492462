using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>
/// Resamples the prompt to a fixed number of rows: learned queries attend to it, then to themselves, through the same block.
/// Port of Perceiver in the reference's models/t3/modules/perceiver.py.
/// </summary>
public sealed class Perceiver
{
    private readonly Tensor _queries;
    private readonly PerceiverAttention _attention;

    /// <summary>Takes <c>pre_attention_query</c> (1, rows, C) and the block <c>attn</c>.</summary>
    public Perceiver(Weights w, int channels)
    {
        _queries = w.Engine.Constant(w.Get("pre_attention_query", 1, -1, channels));
        _attention = new PerceiverAttention(w.At("attn"), channels);
    }

    /// <summary>Rows that come out.</summary>
    public int Queries => _queries.Dim(1);

    /// <summary>(1, T, C) to (1, rows, C)</summary>
    public Tensor Forward(Tensor prompt)
    {
        Tensor resampled = _attention.Forward(_queries, prompt);                  // (1, rows, C)
        return _attention.Forward(resampled, resampled).Tap("t3/perceiver");
    }
}
