using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>The transformer of a T3: rows of any number of sequences in, the final norm's output out.</summary>
public abstract class Backbone
{
    /// <summary>Transformer blocks.</summary>
    public abstract int Layers { get; }

    /// <summary>Attention heads of a block.</summary>
    public abstract int Heads { get; }

    /// <summary>Channels of a head, the same in all models.</summary>
    public const int HeadSize = 64;

    /// <summary>Positions that a sequence can have.</summary>
    public abstract int MaxPositions { get; }

    /// <summary>
    /// One step: x (rows, C), row r at positions[r] of its sequence, to (rows, C). Appends to the caches and advances them. A step
    /// that was cancelled leaves the caches as long as they were, so that it can be run again.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller gave up; asked before every block.</exception>
    public abstract Tensor Forward(
        Tensor x, ReadOnlySpan<SequenceRows> sequences, ReadOnlySpan<int> positions, CancellationToken cancellation = default);

    /// <summary>The heads that make up the channels.</summary>
    /// <exception cref="CheckpointException">The channels are no whole number of heads.</exception>
    protected static int HeadsOf(int channels, Weights w) => channels > 0 && channels % HeadSize == 0
        ? channels / HeadSize
        : throw new CheckpointException($"'{w.Prefix}' has {channels} channels, which is no multiple of a head's {HeadSize}.");

    /// <summary>Moves every cache on by its rows.</summary>
    protected static void Advance(ReadOnlySpan<SequenceRows> sequences)
    {
        foreach (SequenceRows sequence in sequences)
            sequence.Cache.Advance(sequence.Count);
    }
}
