using System.Numerics;

namespace Chatterbox.Models.T3.Sampling;

/// <summary>
/// The steps between logits and probabilities, each in place; a dropped token has the logit minus infinity. Port of the
/// processors in transformers' generation/logits_process.py that the reference uses.
/// </summary>
public static class LogitsProcessors
{
    /// <summary>cond + weight (cond - uncond), into the conditional logits.</summary>
    public static void Guide(Span<float> conditional, ReadOnlySpan<float> unconditional, float weight)
    {
        for (int i = 0; i < conditional.Length; i++)
            conditional[i] += weight * (conditional[i] - unconditional[i]);
    }

    /// <summary>Makes the ids less likely, each once; <paramref name="ids"/> are distinct.</summary>
    public static void Penalize(Span<float> logits, ReadOnlySpan<int> ids, float penalty)
    {
        foreach (int id in ids)
            logits[id] = logits[id] < 0 ? logits[id] * penalty : logits[id] / penalty;
    }

    /// <summary>Divides by the temperature, which is positive.</summary>
    public static void Temper(Span<float> logits, float temperature)
    {
        int i = 0;
        for (Span<float> rest = logits; rest.Length >= Vector<float>.Count; rest = logits[i..])
        {
            (new Vector<float>(rest) / temperature).CopyTo(rest);
            i += Vector<float>.Count;
        }

        for (; i < logits.Length; i++)
            logits[i] /= temperature;
    }

    /// <summary>Keeps the <paramref name="k"/> best tokens, and all that tie with the last of them.</summary>
    public static void TopK(Span<float> logits, int k, SamplingWorkspace workspace)
    {
        Drop(logits, logits, workspace.Largest(k, logits));
    }

    /// <summary>
    /// Keeps the best tokens whose probabilities reach <paramref name="p"/>: from the least likely on, tokens are dropped while their
    /// sum is at most 1 - p. The best one always stays.
    /// </summary>
    public static void TopP(Span<float> logits, double p, SamplingWorkspace workspace)
    {
        int count = workspace.SortFinite(logits);
        Span<float> probabilities = workspace.Sorted[..count];
        ReadOnlySpan<int> ids = workspace.Ids[..count];
        Softmax(probabilities);
        float dropped = (float)(1 - p);
        double sum = 0;
        for (int i = 0; i < count - 1; i++)
        {
            sum += probabilities[i];
            if ((float)sum > dropped)
                break;
            logits[ids[i]] = float.NegativeInfinity;
        }
    }

    /// <summary>Drops tokens less likely than <paramref name="p"/> times the best.</summary>
    public static void MinP(Span<float> logits, float p, SamplingWorkspace workspace)
    {
        Span<float> probabilities = workspace.Sorted[..logits.Length];
        logits.CopyTo(probabilities);
        Softmax(probabilities);
        Drop(logits, probabilities, p * Max(probabilities));
    }

    /// <summary>exp(x - max) / sum, in place; minus infinity becomes 0.</summary>
    public static void Softmax(Span<float> values)
    {
        float max = Max(values);
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
            sum += values[i] = MathF.Exp(values[i] - max);
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(values[i] / sum);
    }

    /// <summary>Drops the logits whose weight is below a threshold.</summary>
    private static void Drop(Span<float> logits, ReadOnlySpan<float> weights, float threshold)
    {
        var lowest = new Vector<float>(threshold);
        int i = 0;
        for (; logits.Length - i >= Vector<float>.Count; i += Vector<float>.Count)
        {
            var kept = new Vector<float>(logits[i..]);
            Vector.ConditionalSelect(Vector.LessThan(new Vector<float>(weights[i..]), lowest), new Vector<float>(float.NegativeInfinity), kept).CopyTo(logits[i..]);
        }

        for (; i < logits.Length; i++)
            if (weights[i] < threshold)
                logits[i] = float.NegativeInfinity;
    }

    private static float Max(ReadOnlySpan<float> values)
    {
        var best = new Vector<float>(float.NegativeInfinity);
        int i = 0;
        for (; values.Length - i >= Vector<float>.Count; i += Vector<float>.Count)
            best = Vector.Max(best, new Vector<float>(values[i..]));
        float max = float.NegativeInfinity;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
            max = MathF.Max(max, best[lane]);
        for (; i < values.Length; i++)
            max = MathF.Max(max, values[i]);
        return max;
    }
}
