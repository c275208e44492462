namespace Chatterbox.Parity;

/// <summary>
/// Compares the tokens that survive the processors, and their probabilities. The sets must be equal, but for ids on a cut: so close to
/// min-p's that the bound on the probabilities itself leaves open on which side they lie, or the one least likely survivor, at which
/// top-p's running sum crosses its threshold. Those are named in the report and left out of the comparison of probabilities.
/// </summary>
/// <param name="minP">Min-p's cut relative to the best probability; 0 where there is none.</param>
/// <param name="hasTopP">Whether top-p cuts.</param>
/// <param name="bound">The relative error allowed in a probability.</param>
internal sealed class SurvivorComparison(double minP, bool hasTopP, double bound)
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
            report.Remark($"ids on a cut: {string.Join(", ", open)}");
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

    /// <summary>Ids of the first that the second lacks and that lie on a cut.</summary>
    private int[] OnTheCut(Dictionary<int, float> first, Dictionary<int, float> second)
    {
        double cut = minP * first.Values.Max();
        int least = first.MinBy(pair => pair.Value).Key;
        return [.. first.Keys.Where(id => !second.ContainsKey(id) && ((hasTopP && id == least) || Math.Abs(first[id] - cut) <= bound * cut))];
    }
}
