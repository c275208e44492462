namespace Chatterbox.Parity;

/// <summary>
/// Compares the tokens that survive the processors, and their probabilities. The sets must be equal, but for ids so close to min-p's
/// cut that the bound on the probabilities itself leaves open on which side they lie; those are named in the report and left out of
/// the comparison of probabilities.
/// </summary>
/// <param name="minP">The cut relative to the best probability; 0 where there is none, and then no id may differ.</param>
/// <param name="bound">The relative error allowed in a probability.</param>
internal sealed class SurvivorComparison(double minP, double bound)
{
    /// <summary>Adds <c>name/ids</c> and <c>name/p</c> to the report.</summary>
    public void Compare(
        ParityReport report, string name, ReadOnlySpan<int> expectedIds, ReadOnlySpan<float> expected, ReadOnlySpan<int> ids, ReadOnlySpan<float> actual)
    {
        Dictionary<int, float> recorded = Pair(expectedIds, expected), ours = Pair(ids, actual);
        int[] open = [.. OnTheCut(recorded, ours), .. OnTheCut(ours, recorded)];
        foreach (int id in open)
        {
            recorded.Remove(id);
            ours.Remove(id);
        }

        report.CompareIds($"{name}/ids", recorded.Keys.Order().ToArray(), ours.Keys.Order().ToArray());
        if (open.Length > 0)
            report.Remark($"ids on the cut of min-p: {string.Join(", ", open)}");
        if (recorded.Count == ours.Count)
            report.Compare($"{name}/p", Shares(recorded), Shares(ours), bound);
    }

    private static Dictionary<int, float> Pair(ReadOnlySpan<int> ids, ReadOnlySpan<float> probabilities)
    {
        var pairs = new Dictionary<int, float>(ids.Length);
        for (int i = 0; i < ids.Length; i++)
            pairs.Add(ids[i], probabilities[i]);
        return pairs;
    }

    private static float[] Shares(Dictionary<int, float> probabilities)
    {
        double total = probabilities.Values.Sum(value => (double)value);
        return [.. probabilities.OrderBy(pair => pair.Key).Select(pair => (float)(pair.Value / total))];
    }

    /// <summary>Ids of the first that the second lacks and whose probability is the cut's within the bound.</summary>
    private int[] OnTheCut(Dictionary<int, float> first, Dictionary<int, float> second)
    {
        double cut = minP * first.Values.Max();
        return [.. first.Where(pair => !second.ContainsKey(pair.Key) && Math.Abs(pair.Value - cut) <= bound * cut).Select(pair => pair.Key)];
    }
}
