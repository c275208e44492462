namespace Chatterbox.Models.T3.Sampling;

/// <summary>Chooses one of the tokens that survived the processors.</summary>
/// <param name="step">Which token of the sequence, from 0.</param>
/// <param name="ids">The surviving ids, rising.</param>
/// <param name="probabilities">Their probabilities, which sum to 1.</param>
public delegate int TokenDraw(int step, ReadOnlySpan<int> ids, ReadOnlySpan<float> probabilities);
