using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Randomness;
using Chatterbox.Tensors;

namespace Chatterbox.Tests.Models.T3.Sampling;

public sealed class TokenSamplerTests
{
    private const int Vocabulary = 6563;
    private static readonly TokenDraw First = (_, ids, _) => ids[0];
    private static readonly SamplingWorkspace Workspace = new(Vocabulary);

    /// <summary>The real model's logits, behind guidance, through each family's processors, against a plain computation in double.</summary>
    [Theory]
    [InlineData(ModelFamily.Original)]
    [InlineData(ModelFamily.Multilingual)]
    [InlineData(ModelFamily.Turbo)]
    [InlineData(ModelFamily.Nano)]
    public void Processors_run_in_the_order_of_the_family(ModelFamily family)
    {
        float[] logits = GoldenTensors.Open(Repo.Path("tests", "data", "golden", "chatterbox-original", "t3_debug.safetensors")).Floats("logits_after_cfg");
        Dictionary<int, double> expected = Expected(family, logits);
        int[] ids = [];
        float[] probabilities = [];
        var sampler = new TokenSampler(SamplingSettings.For(family), logits.Length, [], (_, i, p) =>
        {
            (ids, probabilities) = (i.ToArray(), p.ToArray());
            return ids[0];
        });
        sampler.Choose(0, logits, mayStop: true, new SamplingWorkspace(logits.Length));
        Assert.Equal(expected.Keys.Order(), ids);
        for (int i = 0; i < ids.Length; i++)
            Assert.Equal(expected[ids[i]], probabilities[i], expected[ids[i]] * 1e-5);
    }

    [Fact]
    public void Order_matters()
    {
        // Penalised first, the best token falls below min-p's cut; penalised last, it stays.
        float[] logits = Flat(-50);
        (logits[7], logits[8]) = (10, 9);
        var settings = new SamplingSettings { Temperature = 1, MinP = 0.5, RepetitionPenalty = 2 };
        Assert.Equal([8], Survivors(settings, logits, [7]));
        Assert.Equal([7], Survivors(settings with { PenaltyLast = true }, logits, [7]));
    }

    [Fact]
    public void Llama_counts_the_start_token_always()
    {
        float[] logits = Flat(0);
        logits[SpeechToken.Start] = 2;
        var settings = new SamplingSettings { Temperature = 1, RepetitionPenalty = 2 };
        float first = 0, second = 0;
        var sampler = new TokenSampler(settings, Vocabulary, [], (step, ids, p) =>
        {
            (first, second) = step == 0 ? (p[SpeechToken.Start], 0) : (first, p[SpeechToken.Start]);
            return 5;
        });
        sampler.Choose(0, (float[])logits.Clone(), true, Workspace);
        sampler.Choose(1, (float[])logits.Clone(), true, Workspace);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Turbo_counts_the_start_token_in_the_first_step_only()
    {
        float[] logits = Flat(0);
        logits[SpeechToken.Start] = 2;
        List<float> shares = [];
        var settings = new SamplingSettings { Temperature = 1, RepetitionPenalty = 2, PenaltyLast = true };
        var sampler = new TokenSampler(settings, Vocabulary, [], (_, ids, p) =>
        {
            shares.Add(p[SpeechToken.Start]);
            return 5;
        });
        sampler.Choose(0, (float[])logits.Clone(), true, Workspace);
        sampler.Choose(1, (float[])logits.Clone(), true, Workspace);
        Assert.True(shares[1] > 2 * shares[0]);
    }

    [Fact]
    public void Repeated_tokens_are_penalised_once()
    {
        float[] logits = Flat(0);
        logits[3] = 4;
        var settings = new SamplingSettings { Temperature = 1, RepetitionPenalty = 2 };
        Assert.Equal(Share(settings, logits, [3]), Share(settings, logits, [3, 3, 3]));

        static float Share(SamplingSettings settings, float[] logits, int[] spoken)
        {
            float share = 0;
            new TokenSampler(settings, Vocabulary, spoken, (_, _, p) =>
            {
                share = p[3];
                return 3;
            }).Choose(0, (float[])logits.Clone(), true, Workspace);
            return share;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-39)]
    public void No_temperature_takes_the_best_whatever_is_drawn(double temperature)
    {
        float[] logits = Flat(0);
        (logits[40], logits[41]) = (3, 3.0000002f);
        var sampler = new TokenSampler(SamplingSettings.For(ModelFamily.Original) with { Temperature = temperature }, Vocabulary, [], First);
        Assert.Equal(41, sampler.Choose(0, logits, true, Workspace));
    }

    [Fact]
    public void Stop_is_masked_until_it_may_come()
    {
        float[] logits = Flat(0);
        logits[SpeechToken.Stop] = 30;
        var sampler = new TokenSampler(SamplingSettings.For(ModelFamily.Original), Vocabulary, [], First);
        Assert.NotEqual(SpeechToken.Stop, sampler.Choose(0, (float[])logits.Clone(), mayStop: false, Workspace));
        Assert.Equal(SpeechToken.Stop, sampler.Choose(1, logits, mayStop: true, Workspace));
    }

    [Theory]
    [InlineData(ModelFamily.Original, float.NaN)]
    [InlineData(ModelFamily.Turbo, float.NaN)]
    [InlineData(ModelFamily.Original, float.PositiveInfinity)]
    public void One_logit_that_is_no_number_is_reported(ModelFamily family, float value)
    {
        float[] logits = Flat(0);
        (logits[9], logits[10]) = (8, value);
        var sampler = new TokenSampler(SamplingSettings.For(family), Vocabulary, [], First);
        CheckpointException error = Assert.Throws<CheckpointException>(() => sampler.Choose(0, logits, true, Workspace));
        Assert.Contains("not numbers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_a_stop_that_may_not_come_is_reported()
    {
        float[] logits = Flat(float.NegativeInfinity);
        logits[SpeechToken.Stop] = 1;
        var sampler = new TokenSampler(SamplingSettings.For(ModelFamily.Original), Vocabulary, [], First);
        Assert.Throws<CheckpointException>(() => sampler.Choose(0, logits, mayStop: false, Workspace));
    }

    [Fact]
    public void Nothing_but_minus_infinity_is_reported()
    {
        var sampler = new TokenSampler(SamplingSettings.For(ModelFamily.Turbo), Vocabulary, [], First);
        Assert.Throws<CheckpointException>(() => sampler.Choose(0, Flat(float.NegativeInfinity), true, Workspace));
    }

    [Fact]
    public void An_engine_is_told_what_the_sampler_would_do()
    {
        var random = new RandomDraw(new CounterRandom(4));
        SamplingSettings settings = SamplingSettings.For(ModelFamily.Turbo) with { Temperature = 0.7, MinP = 0.1 };
        var sampler = new TokenSampler(settings, Vocabulary, [], random.Draw);
        Assert.True(sampler.DrawsAtRandom);
        Assert.Equal([SpeechToken.Start], sampler.Choice(0, mayStop: false).Drawn.ToArray());
        sampler.Accept(0, 12);
        TokenChoice choice = sampler.Choice(1, mayStop: false);
        Assert.Equal([12], choice.Drawn.ToArray());
        var expected = new TokenChoice
        {
            Rows = 1, Forbidden = SpeechToken.Stop, Temperature = 0.7f, TopK = 1000, MinP = 0.1f, TopP = 0.95, Penalty = 1.2f, PenaltyLast = true,
            Drawn = choice.Drawn, Uniform = random.Uniform(1),
        };
        Assert.Equal(expected, choice);
        Assert.Null(sampler.Choice(1, mayStop: true).Forbidden);
        TokenChoice greedy = new TokenSampler(settings with { Temperature = 1e-5 }, Vocabulary, [], random.Draw).Choice(0, mayStop: true);
        Assert.Equal((true, 1), (greedy.Greedy, greedy.Temperature));
        CheckpointException error = Assert.Throws<CheckpointException>(() => sampler.Accept(1, -1));
        Assert.Contains("not numbers for token 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_of_the_callers_is_not_for_an_engine()
    {
        var sampler = new TokenSampler(new SamplingSettings(), Vocabulary, [], First);
        Assert.False(sampler.DrawsAtRandom);
        Assert.Throws<InvalidOperationException>(() => sampler.Choice(0, mayStop: true));
    }

    private static float[] Flat(float value)
    {
        float[] logits = new float[Vocabulary];
        Array.Fill(logits, value);
        return logits;
    }

    private static int[] Survivors(SamplingSettings settings, float[] logits, int[] spoken)
    {
        int[] survivors = [];
        new TokenSampler(settings, Vocabulary, spoken, (_, ids, _) =>
        {
            survivors = ids.ToArray();
            return ids[0];
        }).Choose(0, (float[])logits.Clone(), true, Workspace);
        return survivors;
    }

    private static Dictionary<int, double> Expected(ModelFamily family, float[] logits)
    {
        var values = Enumerable.Range(0, logits.Length).ToDictionary(id => id, id => (double)logits[id]);
        bool llama = family is ModelFamily.Original or ModelFamily.Multilingual;
        if (llama)
            Penalize();
        foreach (int id in values.Keys)
            values[id] /= 0.8;
        if (llama)
        {
            double best = values.Values.Max();
            Keep(id => Math.Exp(values[id] - best) >= 0.05);
        }
        else
        {
            double threshold = values.Values.OrderDescending().ElementAt(999);
            Keep(id => values[id] >= threshold);
            Dictionary<int, double> shares = Shares();
            double sum = 0;
            HashSet<int> dropped = [.. shares.OrderBy(pair => pair.Value).ThenBy(pair => pair.Key).TakeWhile(pair => (sum += pair.Value) <= 0.05).Select(pair => pair.Key)];
            Keep(id => !dropped.Contains(id));
            Penalize();
        }

        return Shares();

        void Penalize() => values[SpeechToken.Start] = !values.TryGetValue(SpeechToken.Start, out double value) ? double.NaN : value < 0 ? value * 1.2 : value / 1.2;

        void Keep(Func<int, bool> wanted)
        {
            int[] lost = [.. values.Keys.Where(id => !wanted(id))];
            foreach (int id in lost)
                values.Remove(id);
        }

        Dictionary<int, double> Shares()
        {
            foreach (int lost in values.Where(pair => double.IsNaN(pair.Value)).Select(pair => pair.Key).ToArray())
                values.Remove(lost);
            double best = values.Values.Max(), total = values.Values.Sum(value => Math.Exp(value - best));
            return values.ToDictionary(pair => pair.Key, pair => Math.Exp(pair.Value - best) / total);
        }
    }
}
