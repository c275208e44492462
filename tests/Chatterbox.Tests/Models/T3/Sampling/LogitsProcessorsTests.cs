using System.Globalization;
using System.Text.Json;
using Chatterbox.Models.T3.Sampling;

namespace Chatterbox.Tests.Models.T3.Sampling;

/// <summary>Each processor alone against transformers' own, ties included.</summary>
public sealed class LogitsProcessorsTests
{
    private const float Tolerance = 1e-6f;
    private static readonly GoldenTensors Golden = GoldenTensors.Open(Repo.Path("parity_data", "frontend", "sampling.safetensors"));
    private static readonly GoldenTensors RealModel = GoldenTensors.Open(Repo.Path("tests", "data", "golden", "chatterbox-original", "t3_debug.safetensors"));

    public static TheoryData<int, string> Recorded()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Repo.Path("parity_data", "frontend", "sampling.json")));
        var data = new TheoryData<int, string>();
        foreach (JsonElement row in json.RootElement.EnumerateArray())
            data.Add(row.GetProperty("case").GetInt32(), row.GetProperty("processor").GetString()!);
        return data;
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Equals_the_reference(int index, string processor)
    {
        float[] logits = Golden.Floats($"{index}/logits");
        float[] expected = Golden.Floats($"{index}/{processor}");
        int[] history = [.. Golden.Longs($"{index}/ids").Select(id => (int)id)];
        Apply(processor, logits, history);
        if (processor.StartsWith("top_p", StringComparison.Ordinal))
            AlignTies(expected, logits);
        AssertSame(expected, logits);
    }

    [Fact]
    public void There_are_all_processors_and_ties()
    {
        Assert.Equal(54, Recorded().Count);
        Assert.Contains(Enumerable.Range(0, 6), i => Golden.Floats($"{i}/logits").GroupBy(value => value).Any(group => group.Count() > 1));
        Assert.Contains(Enumerable.Range(0, 6), i => Golden.Longs($"{i}/ids").Distinct().Count() < 20);
    }

    [Fact]
    public void Guidance_equals_the_real_models()
    {
        float[] raw = RealModel.Floats("raw_logits_step0");
        float[] logits = raw[..(raw.Length / 2)];
        LogitsProcessors.Guide(logits, raw.AsSpan(raw.Length / 2), 0.5f);
        AssertSame(RealModel.Floats("logits_after_cfg"), logits);
        LogitsProcessors.Penalize(logits, [6561], 1.2f);
        LogitsProcessors.Temper(logits, 0.8f);
        AssertSame(RealModel.Floats("logits_after_temp"), logits);
    }

    [Fact]
    public void Top_k_keeps_all_that_tie()
    {
        float[] logits = [1, 3, 2, 2, 2, 0];
        LogitsProcessors.TopK(logits, 2, new SamplingWorkspace(logits.Length));
        Assert.Equal([1, 2, 3, 4], Kept(logits));
    }

    [Fact]
    public void Top_p_drops_the_lower_id_of_a_tie_first()
    {
        float[] logits = [.. Enumerable.Repeat(1f, 1000)];
        LogitsProcessors.TopP(logits, 0.5, new SamplingWorkspace(logits.Length));
        int[] kept = Kept(logits);
        Assert.InRange(kept.Length, 500, 501);
        Assert.Equal(Enumerable.Range(1000 - kept.Length, kept.Length), kept);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e-9)]
    public void Top_p_keeps_the_best(double p)
    {
        float[] logits = [0, 2, 1, float.NegativeInfinity];
        LogitsProcessors.TopP(logits, p, new SamplingWorkspace(logits.Length));
        Assert.Equal([1], Kept(logits));
    }

    [Fact]
    public void Top_p_of_one_drops_only_what_underflowed()
    {
        float[] logits = [0, -200, 1, -50];
        LogitsProcessors.TopP(logits, 1, new SamplingWorkspace(logits.Length));
        Assert.Equal([0, 2, 3], Kept(logits));
    }

    [Fact]
    public void Min_p_keeps_what_lies_on_the_cut()
    {
        float[] logits = [0, 0, -1, 0];
        LogitsProcessors.MinP(logits, 1, new SamplingWorkspace(logits.Length));
        Assert.Equal([0, 1, 3], Kept(logits));
    }

    [Fact]
    public void Zeros_of_both_signs_tie()
    {
        float[] logits = [0f, -0f, 0f, -0f];
        var workspace = new SamplingWorkspace(logits.Length);
        Assert.Equal(4, workspace.SortFinite(logits));
        Assert.Equal([0, 1, 2, 3], workspace.Ids.ToArray());
    }

    [Fact]
    public void Sorts_by_value_then_id()
    {
        float[] logits = [3, -1, float.NegativeInfinity, 3, -2.5f, 1e-20f, -1, -1e-20f];
        var workspace = new SamplingWorkspace(logits.Length);
        int count = workspace.SortFinite(logits);
        Assert.Equal([4, 1, 6, 7, 5, 0, 3], workspace.Ids[..count].ToArray());
        Assert.Equal([-2.5f, -1, -1, -1e-20f, 1e-20f, 3, 3], workspace.Sorted[..count].ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(63)]
    [InlineData(1000)]
    [InlineData(6000)]
    [InlineData(9999)]
    public void The_largest_by_rank_is_that_of_a_sort(int rank)
    {
        var random = new Random(rank);
        float[] logits = [.. Enumerable.Range(0, 6563).Select(i => i % 7 == 0 ? float.NegativeInfinity : MathF.Round(random.NextSingle() * 40 - 30, i % 3))];
        float[] sorted = [.. logits.Where(float.IsFinite).OrderDescending()];
        Assert.Equal(sorted[Math.Min(rank, sorted.Length) - 1], new SamplingWorkspace(logits.Length).Largest(rank, logits));
    }

    [Fact]
    public void Temper_divides_every_logit()
    {
        float[] logits = [.. Enumerable.Range(0, 101).Select(i => i / 3f)];
        float[] expected = [.. logits.Select(logit => logit / 0.7f)];
        LogitsProcessors.Temper(logits, 0.7f);
        Assert.Equal(expected, logits);
    }

    private static void Apply(string processor, float[] logits, int[] history)
    {
        int split = processor.LastIndexOf('_');
        double setting = double.Parse(processor[(split + 1)..], CultureInfo.InvariantCulture);
        var workspace = new SamplingWorkspace(logits.Length);
        switch (processor[..split])
        {
            case "temperature":
                LogitsProcessors.Temper(logits, (float)setting);
                break;
            case "top_p":
                LogitsProcessors.TopP(logits, setting, workspace);
                break;
            case "top_k":
                LogitsProcessors.TopK(logits, (int)setting, workspace);
                break;
            case "min_p":
                LogitsProcessors.MinP(logits, (float)setting, workspace);
                break;
            case "repetition":
                var seen = new TokenHistory(logits.Length);
                foreach (int id in history)
                    seen.Add(id);
                LogitsProcessors.Penalize(logits, seen.Distinct.Span, (float)setting);
                break;
            default:
                Assert.Fail($"Unknown processor {processor}");
                break;
        }
    }

    private static int[] Kept(float[] logits) => [.. Enumerable.Range(0, logits.Length).Where(id => !float.IsNegativeInfinity(logits[id]))];

    /// <summary>
    /// Where top-p cuts through tokens of one logit, PyTorch's sort, which is not stable, leaves open which of them stay. How many stay
    /// is fixed: as many of the recorded ones are renamed to ours.
    /// </summary>
    private static void AlignTies(float[] expected, float[] actual)
    {
        float lowest = expected.Where(float.IsFinite).Min();
        int[] recorded = [.. Kept(expected).Where(id => expected[id] == lowest)], ours = [.. Kept(actual).Where(id => actual[id] == lowest)];
        Assert.Equal(recorded.Length, ours.Length);
        foreach (int id in recorded)
            expected[id] = float.NegativeInfinity;
        foreach (int id in ours)
            expected[id] = lowest;
    }

    private static void AssertSame(float[] expected, float[] actual)
    {
        Assert.Equal(Kept(expected), Kept(actual));
        foreach (int id in Kept(expected))
            Assert.True(Math.Abs(actual[id] - expected[id]) <= Tolerance * Math.Abs(expected[id]), $"{id}: {actual[id]} for {expected[id]}");
    }
}
