using Chatterbox.Models.T3.Sampling;
using Chatterbox.Tensors;

namespace Chatterbox.Torch.Tests;

/// <summary>A choice made by the host's processors, with the shares of the running sum that decided it.</summary>
internal sealed class HostChoice
{
    private readonly float[] _probabilities = [];
    private readonly double _total;

    /// <summary>Chooses from the choice's own rows, (rows, V), which stay as they are.</summary>
    public HostChoice(TokenChoice choice, float[] rows)
    {
        int vocabulary = rows.Length / choice.Rows;
        float[] logits = rows[..vocabulary];
        var workspace = new SamplingWorkspace(vocabulary);
        if (choice.Rows > 1)
            LogitsProcessors.Guide(logits, rows.AsSpan(vocabulary), choice.Guidance);
        if (choice.Forbidden is { } id)
            logits[id] = float.NegativeInfinity;
        if (!Array.TrueForAll(logits, logit => logit < float.PositiveInfinity) || !Array.Exists(logits, float.IsFinite))
        {
            Token = -1;
            return;
        }

        if (!choice.PenaltyLast)
            LogitsProcessors.Penalize(logits, choice.Drawn.Span, choice.Penalty);
        LogitsProcessors.Temper(logits, choice.Temperature);
        if (choice.TopK > 0)
            LogitsProcessors.TopK(logits, choice.TopK, workspace);
        if (choice.MinP > 0)
            LogitsProcessors.MinP(logits, choice.MinP, workspace);
        if (choice.TopP < 1 || !choice.PenaltyLast)
            LogitsProcessors.TopP(logits, choice.TopP, workspace);
        if (choice.PenaltyLast)
            LogitsProcessors.Penalize(logits, choice.Drawn.Span, choice.Penalty);
        int[] ids = [.. Enumerable.Range(0, vocabulary)];
        _probabilities = (float[])logits.Clone();
        LogitsProcessors.Softmax(_probabilities);
        _total = _probabilities.Sum(probability => (double)probability);
        Token = choice.Greedy ? Array.IndexOf(logits, logits.Max()) : RandomDraw.Pick(choice.Uniform, ids, _probabilities);
    }

    /// <summary>The id; -1 if the logits are not numbers.</summary>
    public int Token { get; }

    /// <summary>
    /// Whether another id is right too: its probability is above 0, and the random number lies in its part of the running sum or by less
    /// than <paramref name="error"/> beside it.
    /// </summary>
    public bool Allows(int token, double uniform, double error)
    {
        if (Token < 0 || token < 0 || _probabilities[token] == 0)
            return false;
        double before = _probabilities.AsSpan(0, token).ToArray().Sum(probability => (double)probability);
        return uniform > before / _total - error && uniform < (before + _probabilities[token]) / _total + error;
    }
}
