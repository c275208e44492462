using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Randomness;
using Chatterbox.Tensors;
using Xunit.Abstractions;

namespace Chatterbox.Torch.Tests;

/// <summary>Tokens chosen on the device are those that the host would choose from the same logits.</summary>
[Collection(nameof(NativeCounting))]
public sealed class TokenChoiceTests(ITestOutputHelper output)
{
    private const int Rounds = 60;
    private const double BoundaryError = 1e-6;

    /// <summary>Sizes of the vocabulary: the families', and odd ones.</summary>
    public static TheoryData<int> Vocabularies() => [1, 2, 3, 17, 101, 1000, 6563, 8194];

    [Theory]
    [MemberData(nameof(Vocabularies))]
    public void Mixed_rows_get_the_ids_of_the_host(int vocabulary)
    {
        using TorchEngine engine = Engines.Create(TorchPrecision.Float32, asOnGpu: true);
        var random = new Random(vocabulary);
        int all = 0, others = 0;
        for (int round = 0; round < Rounds; round++)
        {
            TokenChoice[] choices = [.. Enumerable.Range(0, 1 + round % 9).Select(_ => Choice(random, vocabulary))];
            float[][] logits = [.. choices.Select(choice => Logits(random, choice, vocabulary))];
            int[] ids = Choose(engine, choices, logits);
            for (int i = 0; i < choices.Length; i++)
            {
                var expected = new HostChoice(choices[i], logits[i]);
                all++;
                if (ids[i] == expected.Token)
                    continue;
                others++;
                Assert.True(
                    !choices[i].Greedy && expected.Allows(ids[i], choices[i].Uniform, BoundaryError),
                    $"round {round}, row {i}: {ids[i]}, not {expected.Token}, for {choices[i]}");
            }
        }

        output.WriteLine($"{all} choices, {others} of them at a boundary and on its other side");
        Assert.InRange(others, 0, all / 100);
    }

    [Theory]
    [InlineData(ModelFamily.Original)]
    [InlineData(ModelFamily.Multilingual)]
    [InlineData(ModelFamily.Turbo)]
    [InlineData(ModelFamily.Nano)]
    public void A_sampler_goes_on_alike_by_either_way(ModelFamily family)
    {
        const int Vocabulary = 6563, Steps = 200;
        using TorchEngine engine = Engines.Create(TorchPrecision.Float32, asOnGpu: true);
        SamplingSettings settings = SamplingSettings.For(family);
        var random = new Random(3);
        var workspace = new SamplingWorkspace(Vocabulary);
        TokenSampler host = Sampler(), device = Sampler();
        Assert.True(device.DrawsAtRandom);
        for (int step = 0; step < Steps; step++)
        {
            bool mayStop = step % 3 > 0;
            float[] logits = Normal(random, Vocabulary, 3);
            logits[SpeechToken.Stop] = 9;
            logits[SpeechToken.Start] = 8;
            int id = Choose(engine, [device.Choice(step, mayStop)], [logits])[0];
            device.Accept(step, id);
            Assert.Equal(host.Choose(step, logits, mayStop, workspace), id);
        }

        TokenSampler Sampler() => new(settings, Vocabulary, [17, 18, 17], new RandomDraw(new CounterRandom(5)).Draw);
    }

    [Fact]
    public void A_row_gets_the_same_id_alone_and_among_others()
    {
        const int Vocabulary = 8194, Most = 17;
        using TorchEngine engine = Engines.Create(TorchPrecision.Float32, asOnGpu: true);
        var random = new Random(11);
        TokenChoice[] choices = [.. Enumerable.Range(0, Most).Select(_ => Choice(random, Vocabulary))];
        float[][] logits = [.. choices.Select(choice => Logits(random, choice, Vocabulary))];
        int[] together = Choose(engine, choices, logits);
        for (int count = 1; count < Most; count++)
            Assert.Equal(together[^count..], Choose(engine, choices[^count..], logits[^count..]));
    }

    [Fact]
    public void Equal_logits_go_by_their_ids()
    {
        const int Vocabulary = 9;
        using TorchEngine engine = Engines.Create(TorchPrecision.Float32, asOnGpu: true);
        float[] flat = new float[Vocabulary];

        // Top-p drops the first of equal ones but never the last, top-k none of them; of the best ones the first is taken, and by the draw each has its part.
        TokenChoice plain = Plain with { Uniform = 0 };
        Assert.Equal(
            [0, 4, 8, 0, 0, 8],
            Choose(
                engine,
                [plain, plain with { TopP = 0.5 }, plain with { TopP = 1e-9 }, plain with { TopK = 1 }, plain with { Greedy = true, Uniform = 0.9 }, plain with { Uniform = 1 - 1e-16 }],
                [flat, flat, flat, flat, flat, flat]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Logits_that_are_no_numbers_fail_in_their_row_alone(float value)
    {
        const int Vocabulary = 33;
        using TorchEngine engine = Engines.Create(TorchPrecision.Float32, asOnGpu: true);
        float[] fine = new float[Vocabulary], broken = new float[Vocabulary];
        fine[7] = 50;
        if (float.IsNegativeInfinity(value))
            Array.Fill(broken, value);
        else
            broken[8] = value;
        TokenChoice guided = Plain with { Rows = 2, Guidance = 0.5f, TopP = 0.9, MinP = 0.1f };
        float[] forbidden = Enumerable.Repeat(float.NegativeInfinity, Vocabulary).ToArray();
        forbidden[6] = 1;
        int[] ids = Choose(
            engine,
            [Plain, Plain, guided, guided with { Greedy = true }, Plain, Plain with { Forbidden = 6 }],
            [fine, broken, [.. broken, .. fine], [.. fine, .. fine], fine, forbidden]);
        Assert.Equal([7, -1, -1, 7, 7, -1], ids);
        var sampler = new TokenSampler(SamplingSettings.For(ModelFamily.Original), 6563, [], new RandomDraw(new CounterRandom(1)).Draw);
        CheckpointException error = Assert.Throws<CheckpointException>(() => sampler.Accept(4, ids[1]));
        Assert.Contains("not numbers for token 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using TorchEngine engine = Engines.Create(TorchPrecision.Float32, asOnGpu: true);
        Tensor logits = engine.Zeros(new Shape(2, 5));
        engine.ChooseTokens(logits, [Plain, Plain], new int[2]);
        engine.ChooseTokens(logits, [], []);
        Assert.Throws<ArgumentException>(() => engine.ChooseTokens(logits, [Plain], new int[1]));
        Assert.Throws<ArgumentException>(() => engine.ChooseTokens(logits, [Plain, Plain], new int[1]));
        Assert.Throws<ArgumentException>(() => engine.ChooseTokens(logits, [Plain, Plain with { Forbidden = 5 }], new int[2]));
        Assert.Throws<ArgumentException>(() => engine.ChooseTokens(logits, [Plain, Plain with { Drawn = new[] { 1, -1 } }], new int[2]));
        Assert.Throws<ArgumentException>(() => engine.ChooseTokens(engine.Zeros(new Shape(1, 2, 5)), [Plain, Plain], new int[2]));
    }

    [Fact]
    public void Nothing_is_left_of_a_choice()
    {
        using TorchEngine engine = Engines.Create(TorchPrecision.Float32, asOnGpu: true);
        var random = new Random(2);
        long before = TorchLibrary.Tensors;
        for (int round = 0; round < 20; round++)
        {
            using Scope scope = engine.BeginScope();
            TokenChoice choice = Choice(random, 101);
            engine.ChooseTokens(engine.FromHost(Logits(random, choice, 101), new Shape(choice.Rows, 101)), [choice], new int[1]);
        }

        Assert.Equal((before, 0), (TorchLibrary.Tensors, engine.MemoryBytes));
    }

    [Fact]
    public void The_logits_stay_as_they_are()
    {
        using TorchEngine engine = Engines.Create(TorchPrecision.Float32, asOnGpu: true);
        Tensor logits = engine.FromHost([3, 2, 1, 4, 5, 6], new Shape(2, 3));
        engine.ChooseTokens(logits, [Plain with { Forbidden = 0, Drawn = new[] { 1 }, Penalty = 2, TopK = 1 }, Plain], new int[2]);
        Assert.Equal([3, 2, 1, 4, 5, 6], logits.ToArray());
    }

    /// <summary>A choice with everything off.</summary>
    private static TokenChoice Plain { get; } = new() { Rows = 1, Temperature = 1, TopP = 1, Penalty = 1, Uniform = 0.5 };

    private static int[] Choose(TorchEngine engine, TokenChoice[] choices, float[][] logits)
    {
        using Scope scope = engine.BeginScope();
        float[] all = [.. logits.SelectMany(rows => rows)];
        int rows = choices.Sum(choice => choice.Rows);
        int[] ids = new int[choices.Length];
        engine.ChooseTokens(engine.FromHost(all, new Shape(rows, all.Length / rows)), choices, ids);
        return ids;
    }

    /// <summary>Every processor on or off by chance.</summary>
    private static TokenChoice Choice(Random random, int vocabulary)
    {
        int drawn = random.Next(Math.Min(vocabulary, 300));
        bool greedy = random.Next(6) == 0;
        return new TokenChoice
        {
            Rows = random.Next(1, 3),
            Guidance = One(0.5f, 1f, 3f, -0.3f),
            Forbidden = vocabulary > 2 && random.Next(2) == 0 ? random.Next(vocabulary) : null,
            Greedy = greedy,
            Temperature = greedy ? 1 : One(0.8f, 1f, 0.1f, 1.7f, 5f),
            TopK = One(0, 0, 1, 5, 1000, vocabulary + 5),
            MinP = One(0f, 0f, 0.05f, 0.5f, 1f),
            TopP = One(1, 1, 0.95, 0.5, 0.05, 1e-9),
            Penalty = One(1f, 1.2f, 2f, 0.7f),
            PenaltyLast = random.Next(2) == 0,
            Drawn = random.GetItems([.. Enumerable.Range(0, vocabulary)], drawn).Distinct().ToArray(),
            Uniform = One(0, random.NextDouble(), random.NextDouble(), random.NextDouble(), 1 - Math.Pow(2, -53)),
        };

        T One<T>(params ReadOnlySpan<T> values) => values[random.Next(values.Length)];
    }

    /// <summary>Logits of one kind or another; two of them at least are finite, and the forbidden one is not the only one.</summary>
    private static float[] Logits(Random random, TokenChoice choice, int vocabulary)
    {
        float[] logits = Normal(random, choice.Rows * vocabulary, 3);
        switch (random.Next(5))
        {
            case 0:
                for (int i = 0; i < logits.Length; i++)
                    logits[i] = MathF.Round(logits[i]);
                break;
            case 1:
                for (int i = 0; i < logits.Length; i++)
                    logits[i] *= 1e29f;
                break;
            case 2 when vocabulary > 2:
                // The same in both rows: minus infinity less a number would be no number.
                for (int i = 0; i < vocabulary - 2; i++)
                    if (random.Next(2) == 0)
                        logits[i] = float.NegativeInfinity;
                if (choice.Rows > 1)
                    Array.Fill(logits, 1f, vocabulary, vocabulary);
                break;
            case 3:
                Array.Fill(logits, 1.5f);
                break;
        }

        return logits;
    }

    private static float[] Normal(Random random, int count, float deviation) =>
        [.. Enumerable.Range(0, count).Select(_ => deviation * (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
}
