using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;

namespace Chatterbox.Pipeline;

/// <summary>Everything that decides what a text sounds like.</summary>
public sealed record SynthesisRequest
{
    /// <summary>The least value of <see cref="ReferenceSeconds"/>.</summary>
    public const int MinReferenceSeconds = 1;

    /// <summary>The text, as it was written.</summary>
    public required string Text { get; init; }

    /// <summary>Who speaks.</summary>
    public required Voice Voice { get; init; }

    /// <summary>How tokens are chosen.</summary>
    public required SamplingSettings Sampling { get; init; }

    /// <summary>How long the speech of a text may be.</summary>
    public required LengthRule Lengths { get; init; }

    /// <summary>Seed of all random numbers: the same request and seed give the same samples.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Language code, for Multilingual.</summary>
    public string? Language { get; init; }

    /// <summary>The emotion input, 0.5 being neutral; Turbo and Nano ignore it.</summary>
    public float Exaggeration { get; init; } = 0.5f;

    /// <summary>Speech tokens of a piece of text at most; null leaves it to <see cref="Lengths"/>.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Solver steps of the flow; null takes the family's.</summary>
    public int? SolverSteps { get; init; }

    /// <summary>
    /// The flow's guidance is computed at every such solver step and at the last, see
    /// <see cref="Models.S3Gen.Flow.FlowMatching"/>; more than 1 is for families whose flow is guided.
    /// </summary>
    public int GuidanceEvery { get; init; } = 1;

    /// <summary>
    /// Seconds of the voice's prompt, its last, that the flow reads, at least <see cref="MinReferenceSeconds"/>; null takes all of
    /// them, at most <see cref="ReferenceSignals.PromptSeconds"/>. The x-vector stays the whole recording's.
    /// </summary>
    public double? ReferenceSeconds { get; init; }

    /// <summary>What was said before, if the text continues it.</summary>
    public SpokenContext? Context { get; init; }

    /// <summary>Whether numbers and symbols are written out in words, where the language has a table for it.</summary>
    public bool ExpandNumbers { get; init; } = true;

    /// <summary>A shorter bound than the model's for the characters of a piece; null for none.</summary>
    public int? PieceCharacters { get; init; }

    /// <summary>A shorter bound than the model's for the first piece, so that a stream starts early; null for none.</summary>
    public int? FirstPieceCharacters { get; init; }

    /// <summary>Whether each piece continues the one before it: T3 then reads both texts and the last one's speech.</summary>
    public bool Continuity { get; init; }

    /// <summary>Whether loops are cut and tried again, and long silences at the end of a piece cut off.</summary>
    public bool Guarded { get; init; } = true;

    /// <summary>Whether the audio carries the watermark.</summary>
    public bool Watermark { get; init; } = true;
}
