using System.Runtime.InteropServices;
using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Randomness;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Models.T3;

public sealed class T3DecoderTests
{
    /// <summary>Requests that differ in everything, joining at different steps and leaving when their limit is reached.</summary>
    [Theory]
    [InlineData("original-tiny")]
    [InlineData("multilingual-tiny-fr")]
    [InlineData("turbo-tiny")]
    public void A_batch_gives_each_what_it_gets_alone(string caseName)
    {
        List<(int[] Tokens, List<float[]> Logits)>? first = null;
        foreach (int threads in TestDevice.Threads)
        {
            using var t3 = new TinyT3(caseName, threads);
            var alone = new List<(int[], List<float[]>)>();
            foreach (T3Sequence sequence in Requests(t3))
            {
                using (sequence)
                    alone.Add(([], t3.Run(sequence)));
                alone[^1] = ([.. sequence.Tokens], alone[^1].Item2);
            }

            List<(int[] Tokens, List<float[]> Logits)> together = RunTogether(t3, Requests(t3));
            AssertSame(alone, together);
            first ??= together;
            AssertSame(first, together);
        }

        Assert.NotEqual(first![0].Tokens, first[1].Tokens);
    }

    /// <summary>Row counts on both sides of every tile; a guided Llama sequence has two rows.</summary>
    [Theory]
    [MemberData(nameof(Counts))]
    public void A_step_of_any_size_gives_each_what_it_gets_alone(string caseName, DecoderPrecision precision, int count)
    {
        using var t3 = new TinyT3(caseName, precision: precision);
        var alone = new List<(int[] Tokens, List<float[]> Logits)>();
        for (int i = 0; i < count; i++)
        {
            using T3Sequence sequence = Salted(t3, i);
            List<float[]> logits = t3.Run(sequence);
            alone.Add(([.. sequence.Tokens], logits));
        }

        AssertSame(alone, StepTogether(t3, [.. Enumerable.Range(0, count).Select(i => Salted(t3, i))]));
    }

    [Theory]
    [InlineData("original-tiny", DecoderPrecision.Float32)]
    [InlineData("turbo-tiny", DecoderPrecision.Float32)]
    [InlineData("original-tiny", DecoderPrecision.Int8)]
    [InlineData("turbo-tiny", DecoderPrecision.Int8)]
    [InlineData("original-tiny", DecoderPrecision.Int4)]
    [InlineData("turbo-tiny", DecoderPrecision.Int4)]
    public void A_cached_step_equals_the_full_pass(string caseName, DecoderPrecision precision)
    {
        using var t3 = new TinyT3(caseName, precision: precision);
        int[] forced = TinyT3.Ids(6, SpeechToken.Count, 9);
        using T3Sequence stepped = t3.Sequence(t3.Prompt(), limits: new TokenLimits(0, forced.Length), draw: (step, _, _) => forced[step]);
        List<float[]> logits = t3.Run(stepped);
        for (int n = 1; n < forced.Length; n++)
        {
            using T3Sequence whole = t3.Sequence(t3.Prompt(spoken: forced[..n]));
            t3.Decoder.Prefill(whole);
            AssertBits(logits[n], t3.Logits);
        }
    }

    /// <summary>Prompts longer than a panel, so that there is something to share; the voices differ in one thing each.</summary>
    [Theory]
    [InlineData("original-tiny")]
    [InlineData("turbo-tiny")]
    public void A_voice_that_spoke_before_is_read_from_the_text_on(string caseName)
    {
        using TinyT3 shared = new(caseName);
        T3Prompt prompt = shared.Prompt(promptTokens: 100);
        T3Conditioning voice = prompt.Conditioning;
        int rows = shared.Model.ConditionRows(voice) / TestDevice.PrefixStep * TestDevice.PrefixStep;
        T3Prompt[] prompts =
        [
            prompt, shared.Prompt(20, 100), prompt with { Conditioning = voice with { PromptSpeechTokens = [.. voice.PromptSpeechTokens] } },
            prompt with { Conditioning = voice with { SpeakerEmbedding = [.. voice.SpeakerEmbedding.Reverse()] } },
            prompt with { Conditioning = voice with { PromptSpeechTokens = [.. voice.PromptSpeechTokens.Reverse()] } },
            prompt with { Conditioning = voice with { Exaggeration = 1 } },
        ];
        int[] expected = [0, rows, rows, 0, 0, 0];
        for (int i = 0; i < prompts.Length; i++)
        {
            using TinyT3 fresh = new(caseName);
            using T3Sequence alone = fresh.Sequence(prompts[i]), among = shared.Sequence(prompts[i]);
            List<float[]> logits = fresh.Run(alone);
            foreach ((float[] one, float[] other) in logits.Zip(shared.Run(among)))
                AssertBits(one, other);
            Assert.Equal(alone.Tokens, among.Tokens);
            Assert.Equal((rows, rows), (alone.SharedPositions, among.SharedPositions));
            Assert.Equal(alone.Positions, among.Positions);
            Assert.Equal(fresh.PrefillRows - expected[i] * shared.Logits.Length / shared.Model.SpeechVocabulary, shared.PrefillRows);
        }

        shared.Decoder.Forget();
        using T3Sequence first = shared.Sequence(prompt), second = shared.Sequence(prompt);
        shared.Run(first);
        int whole = shared.PrefillRows;
        shared.Run(second);
        Assert.True(shared.PrefillRows < whole);
    }

    [Fact]
    public void Without_guidance_the_conditional_row_is_the_same()
    {
        using var t3 = new TinyT3("original-tiny");
        using T3Sequence guided = t3.Sequence(t3.Prompt()), plain = t3.Sequence(t3.Prompt(), t3.Settings with { CfgWeight = 0 });
        t3.Decoder.Prefill(guided);
        float[] both = t3.Logits;
        Assert.Equal(2 * t3.Model.SpeechVocabulary, both.Length);
        t3.Decoder.Prefill(plain);
        AssertBits(both.AsSpan(0, t3.Model.SpeechVocabulary), t3.Logits);
    }

    /// <summary>The block that is at work when the caller gives up is the last one; nothing of it is left in the sequence.</summary>
    [Theory]
    [InlineData("original-tiny")]
    [InlineData("turbo-tiny")]
    public void A_prefill_is_cancelled_at_the_block_at_hand(string caseName)
    {
        using var t3 = new TinyT3(caseName);
        using T3Sequence sequence = t3.Sequence(t3.Prompt()), untouched = t3.Sequence(t3.Prompt());
        List<float[]> expected = t3.Run(untouched);
        for (int block = 0; block < t3.Model.Backbone.Layers - 1; block++)
        {
            using var probe = new BlockProbe("t3/layer", block);
            Assert.Throws<OperationCanceledException>(() => t3.Watched(probe, () => t3.Decoder.Prefill(sequence, probe.Token)));
            Assert.Equal(Enumerable.Range(0, block + 1).Select(i => $"t3/layer{i:00}"), probe.Blocks);
            Assert.Equal((0, sequence.SharedPositions), (sequence.Tokens.Count, sequence.Positions));
        }

        List<float[]> actual = t3.Run(sequence);
        Assert.Equal(untouched.Tokens, sequence.Tokens);
        foreach ((float[] one, float[] other) in expected.Zip(actual))
            AssertBits(one, other);
    }

    [Fact]
    public void A_prefill_cancelled_beforehand_runs_no_block()
    {
        using var t3 = new TinyT3("original-tiny");
        using T3Sequence sequence = t3.Sequence(t3.Prompt());
        using var probe = new BlockProbe("t3/layer", -1);
        Assert.Throws<OperationCanceledException>(() => t3.Watched(probe, () => t3.Decoder.Prefill(sequence, new CancellationToken(canceled: true))));
        Assert.Empty(probe.Blocks);
    }

    [Fact]
    public void Stepping_a_sequence_that_has_ended_is_a_bug()
    {
        using var t3 = new TinyT3("original-tiny");
        using T3Sequence sequence = t3.Sequence(t3.Prompt(), limits: new TokenLimits(0, 1));
        Assert.Throws<InvalidOperationException>(() => t3.Decoder.Step([sequence]));
        t3.Decoder.Prefill(sequence);
        Assert.True(sequence.Finished);
        Assert.Throws<InvalidOperationException>(() => t3.Decoder.Step([sequence]));
    }

    internal static void AssertBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) =>
        Assert.Equal(MemoryMarshal.Cast<float, int>(expected), MemoryMarshal.Cast<float, int>(actual));

    public static TheoryData<string, DecoderPrecision, int> Counts()
    {
        var data = new TheoryData<string, DecoderPrecision, int>();
        foreach (string caseName in (string[])["original-tiny", "turbo-tiny"])
            foreach (DecoderPrecision precision in Enum.GetValues<DecoderPrecision>())
                for (int count = 1; count <= 17; count++)
                    data.Add(caseName, precision, count);
        return data;
    }

    /// <summary>Three tokens, never fewer, after a text and a prompt of its own length.</summary>
    private static T3Sequence Salted(TinyT3 t3, int salt) => t3.Sequence(
        t3.Prompt(3 + salt, 2 * salt, salt), t3.Settings, new TokenLimits(3, 3), new RandomDraw(new CounterRandom((ulong)salt)).Draw);

    /// <summary>All sequences in every step.</summary>
    private static List<(int[] Tokens, List<float[]> Logits)> StepTogether(TinyT3 t3, T3Sequence[] sequences)
    {
        List<float[]>[] logits = [.. sequences.Select(_ => new List<float[]>())];
        for (int i = 0; i < sequences.Length; i++)
        {
            t3.Decoder.Prefill(sequences[i]);
            logits[i].Add(t3.Logits);
        }

        while (!sequences[0].Finished)
        {
            t3.Decoder.Step(sequences);
            int offset = 0;
            for (int i = 0; i < sequences.Length; i++)
            {
                int length = sequences[i].Rows * t3.Model.SpeechVocabulary;
                logits[i].Add(t3.Logits[offset..(offset + length)]);
                offset += length;
            }

            Assert.Equal(offset, t3.Logits.Length);
        }

        List<(int[], List<float[]>)> results = [.. sequences.Select((sequence, i) => (sequence.Tokens.ToArray(), logits[i]))];
        foreach (T3Sequence sequence in sequences)
            sequence.Dispose();
        return results;
    }

    private static T3Sequence[] Requests(TinyT3 t3)
    {
        SamplingSettings settings = t3.Settings;
        return
        [
            Request(0, 12, 20, settings, 7),
            Request(1, 5, 0, settings with { CfgWeight = 0 }, 3),
            Request(2, 30, 3, settings with { Temperature = 0 }, 9),
            Request(3, 1, 40, settings with { Temperature = 1.5, TopP = 0.9, RepetitionPenalty = 2, CfgWeight = settings.CfgWeight * 2 }, 5),
            Request(4, 12, 20, settings with { MinP = 0, TopK = 0, TopP = 1 }, 2, [17, 18, 17]),
        ];

        T3Sequence Request(int salt, int text, int prompt, SamplingSettings sampling, int max, int[]? spoken = null) => t3.Sequence(
            t3.Prompt(text, prompt, salt, spoken), sampling, new TokenLimits(max / 2, max), new RandomDraw(new CounterRandom((ulong)salt)).Draw);
    }

    /// <summary>Another sequence joins behind every second step.</summary>
    private static List<(int[] Tokens, List<float[]> Logits)> RunTogether(TinyT3 t3, T3Sequence[] sequences)
    {
        List<float[]>[] logits = [.. sequences.Select(_ => new List<float[]>())];
        List<int> active = [];
        int joined = 0, vocabulary = t3.Model.SpeechVocabulary;
        for (int step = 0; joined < sequences.Length || active.Count > 0; step++)
        {
            if (joined < sequences.Length && (step % 2 == 0 || active.Count == 0))
            {
                t3.Decoder.Prefill(sequences[joined]);
                logits[joined].Add(t3.Logits);
                active.Add(joined++);
            }
            else
            {
                t3.Decoder.Step([.. active.Select(i => sequences[i])]);
                int offset = 0;
                foreach (int i in active)
                {
                    int length = sequences[i].Rows * vocabulary;
                    logits[i].Add(t3.Logits[offset..(offset + length)]);
                    offset += length;
                }
            }

            active.RemoveAll(i => sequences[i].Finished);
        }

        List<(int[], List<float[]>)> results = [.. sequences.Select((sequence, i) => (sequence.Tokens.ToArray(), logits[i]))];
        foreach (T3Sequence sequence in sequences)
            sequence.Dispose();
        return results;
    }

    private static void AssertSame(List<(int[] Tokens, List<float[]> Logits)> expected, List<(int[] Tokens, List<float[]> Logits)> actual)
    {
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].Tokens, actual[i].Tokens);
            Assert.Equal(expected[i].Logits.Count, actual[i].Logits.Count);
            foreach ((float[] one, float[] other) in expected[i].Logits.Zip(actual[i].Logits))
                AssertBits(one, other);
        }
    }
}
