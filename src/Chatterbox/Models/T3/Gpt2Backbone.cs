using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>The GPT-2 of Turbo and Nano; its positions count every row of a sequence. Port of transformers' GPT2Model.</summary>
public sealed class Gpt2Backbone : Backbone
{
    private readonly Gpt2Block[] _blocks;
    private readonly Embedding _positions;
    private readonly LayerNorm _norm;

    /// <summary>Takes <c>wpe</c>, <c>h.*</c> and <c>ln_f</c>; <c>wte</c> is not used.</summary>
    public Gpt2Backbone(Weights w, int channels)
    {
        Heads = HeadsOf(channels, w);
        _positions = new Embedding(w.At("wpe"), channels: channels);
        _blocks = new Gpt2Block[w.Count("h")];
        for (int i = 0; i < _blocks.Length; i++)
            _blocks[i] = new Gpt2Block(w.At("h").At(i), channels);
        _norm = new LayerNorm(w.At("ln_f"), channels: channels);
    }

    /// <inheritdoc/>
    public override int Layers => _blocks.Length;

    /// <inheritdoc/>
    public override int Heads { get; }

    /// <inheritdoc/>
    public override int MaxPositions => _positions.Entries;

    /// <inheritdoc/>
    public override Tensor Forward(
        Tensor x, ReadOnlySpan<SequenceRows> sequences, ReadOnlySpan<int> positions, CancellationToken cancellation = default)
    {
        x = x.Add(_positions.Forward(positions));                                 // (rows, C)
        for (int i = 0; i < _blocks.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            x = _blocks[i].Forward(x, sequences, i);                              // (rows, C)
        }

        Advance(sequences);
        return _norm.Forward(x);
    }
}
