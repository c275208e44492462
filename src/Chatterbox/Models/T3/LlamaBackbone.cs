using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>The Llama of Original and Multilingual. Port of transformers' LlamaModel fed with embeddings.</summary>
public sealed class LlamaBackbone : Backbone
{
    private readonly LlamaBlock[] _blocks;
    private readonly RmsNorm _norm;

    /// <summary>Takes <c>layers.*</c> and <c>norm</c>; the dummy <c>embed_tokens</c> is not used.</summary>
    public LlamaBackbone(Weights w, int channels, int maxPositions)
    {
        (Heads, MaxPositions) = (HeadsOf(channels, w), maxPositions);
        var rotary = new RotaryTable(w.Engine, maxPositions, Llama3Frequencies.For(HeadSize));
        _blocks = new LlamaBlock[w.Count("layers")];
        for (int i = 0; i < _blocks.Length; i++)
            _blocks[i] = new LlamaBlock(w.At("layers").At(i), channels, rotary);
        _norm = new RmsNorm(w.At("norm"), channels: channels);
    }

    /// <inheritdoc/>
    public override int Layers => _blocks.Length;

    /// <inheritdoc/>
    public override int Heads { get; }

    /// <inheritdoc/>
    public override int MaxPositions { get; }

    /// <inheritdoc/>
    public override Tensor Forward(
        Tensor x, ReadOnlySpan<SequenceRows> sequences, ReadOnlySpan<int> positions, CancellationToken cancellation = default)
    {
        for (int i = 0; i < _blocks.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            x = _blocks[i].Forward(x, sequences, positions, i);                   // (rows, C)
        }

        Advance(sequences);
        return _norm.Forward(x);
    }
}
