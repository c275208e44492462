namespace Chatterbox.Pipeline;

/// <summary>How a request was spoken.</summary>
/// <param name="Pieces">The pieces it was spoken in.</param>
/// <param name="Samples">Samples of audio, pauses included.</param>
/// <param name="Times">Seconds spent in each phase; of a decoding step that is shared, all of it.</param>
public sealed record SpeechReport(IReadOnlyList<SpokenPiece> Pieces, long Samples, IReadOnlyDictionary<SynthesisPhase, double> Times)
{
    /// <summary>Speech tokens of all pieces.</summary>
    public int Tokens => Pieces.Sum(piece => piece.SpeechTokens.Length);

    /// <summary>What was done about any piece.</summary>
    public PieceRepairs Repairs => Pieces.Aggregate(PieceRepairs.None, (repairs, piece) => repairs | piece.Repairs);
}
