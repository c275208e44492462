using Chatterbox.Parity;

namespace Chatterbox.Tests.Parity;

public sealed class SurvivorComparisonTests
{
    private static readonly int[] RecordedIds = [3, 5, 9];
    private static readonly float[] Recorded = [0.8f, 0.16f, 0.0400000f];

    [Fact]
    public void Id_on_the_cut_may_be_missing()
    {
        ParityReport report = Compare(0.05, [3, 5], [0.8f / 0.96f, 0.16f / 0.96f]);
        Assert.Equal(0, report.Failed);
        Assert.Contains("9", report.Lines[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Id_above_the_cut_may_not_be_missing() => Assert.Equal(1, Compare(0.04, [3, 5], [0.8f / 0.96f, 0.16f / 0.96f]).Failed);

    [Fact]
    public void Without_a_cut_no_id_may_differ() => Assert.Equal(1, Compare(0, [3, 5], [0.8f / 0.96f, 0.16f / 0.96f]).Failed);

    [Fact]
    public void With_top_p_only_the_least_likely_may_be_missing()
    {
        Assert.Equal(0, Compare(0, [3, 5], [0.8f / 0.96f, 0.16f / 0.96f], hasTopP: true).Failed);
        Assert.Equal(1, Compare(0, [3, 9], [0.8f / 0.84f, 0.04f / 0.84f], hasTopP: true).Failed);
    }

    [Fact]
    public void Probability_must_agree() => Assert.Equal(1, Compare(0.05, [3, 5, 9], [0.81f, 0.15f, 0.04f]).Failed);

    private static ParityReport Compare(double minP, int[] ids, float[] probabilities, bool hasTopP = false)
    {
        var report = new ParityReport();
        new SurvivorComparison(minP, hasTopP, 1e-4).Compare(report, "probs", RecordedIds, Recorded, ids, probabilities);
        return report;
    }
}
