namespace Chatterbox.Server.Benchmark;

/// <summary>A short request beside a long one.</summary>
/// <param name="LongPieces">Sentences of the long one, each with the tokens that the benchmark is set to.</param>
/// <param name="Alone">Seconds to the first audio of the short one alone.</param>
/// <param name="Behind">The same when it comes in the middle of the long one's work: for each moment that was tried.</param>
internal sealed record FairnessResult(int LongPieces, double Alone, IReadOnlyList<double> Behind)
{
    /// <summary>The worst of them over the time alone.</summary>
    public double WorstRatio => Behind.Max() / Alone;
}
