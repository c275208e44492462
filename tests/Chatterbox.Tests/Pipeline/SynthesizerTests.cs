using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Models.T3;
using Chatterbox.Pipeline;
using Chatterbox.Tensors;

namespace Chatterbox.Tests.Pipeline;

public sealed class SynthesizerTests : IClassFixture<SynthesizerTests.Fixture>
{
    private readonly Fixture _fixture;
    private readonly TinySynthesis _original;

    public SynthesizerTests(Fixture fixture) => (_fixture, _original) = (fixture, fixture.Original);

    [Fact]
    public void Speaks_960_samples_a_token()
    {
        SynthesisResult result = Speak(_original.Request);
        SpokenPiece piece = Assert.Single(result.Report.Pieces);
        Assert.Equal("Hello there.", piece.Text);
        Assert.InRange(piece.SpeechTokens.Length, 1, 4);

        // The voice's mel has an odd number of frames, of which the generated part loses one.
        Assert.Equal(piece.SpeechTokens.Length * AudioFormat.SamplesPerToken - 480, result.Audio.Length);
        Assert.Equal(piece.SpeechTokens.Length, result.Report.Tokens);
        Assert.All(result.Audio, sample => Assert.InRange(sample, -0.99f, 0.99f));
        Assert.Equal([SynthesisPhase.Decoding, SynthesisPhase.Flow, SynthesisPhase.Vocoder], result.Report.Times.Keys.Order());
    }

    [Fact]
    public void Turbo_adds_its_silence()
    {
        using var turbo = new TinySynthesis(_fixture.TurboFolder.Path);
        SynthesisResult result = turbo.Synthesizer.Speak(turbo.Request);
        Assert.InRange(result.Audio.Length - (result.Report.Tokens + 3) * AudioFormat.SamplesPerToken, -480, 0);
    }

    [Fact]
    public void The_seed_decides_at_any_number_of_threads()
    {
        float[]? first = null;
        foreach (int threads in TestDevice.Threads)
        {
            using var synthesis = new TinySynthesis(_fixture.OriginalFolder.Path, threads);
            float[] audio = synthesis.Synthesizer.Speak(synthesis.Request with { Voice = _original.Request.Voice }).Audio;
            first ??= audio;
            AssertBits(first, audio);
        }

        AssertBits(first!, Speak(_original.Request).Audio);
        Assert.NotEqual(first, Speak(_original.Request with { Seed = 2 }).Audio);
    }

    [Fact]
    public void A_piece_sounds_the_same_alone()
    {
        const ulong stride = 0x9E3779B97F4A7C15;
        string second = "So this is the second " + string.Concat(Enumerable.Repeat("and long ", 30)) + "one.";
        const string First = "One two three four five six seven eight nine, and so on for a good while until the end of it. ";
        SynthesisRequest request = _original.Request with { Text = First + second };
        SynthesisResult both = Speak(request);
        Assert.Equal(2, both.Report.Pieces.Count);
        SynthesisResult alone = Speak(request with { Text = second, Seed = unchecked(request.Seed + stride) });
        Assert.Equal(both.Report.Pieces[1].SpeechTokens, alone.Report.Pieces[0].SpeechTokens);
        AssertBits(both.Audio.AsSpan(both.Audio.Length - alone.Audio.Length), alone.Audio);
        int pause = both.Audio.Length - both.Report.Pieces.Sum(piece => piece.Samples);
        Assert.Equal(AudioFormat.SampleRate / 5, pause);
        Assert.All(both.Audio[both.Report.Pieces[0].Samples..(both.Report.Pieces[0].Samples + pause)], sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void Progress_rises_phase_by_phase()
    {
        List<SynthesisProgress> seen = [];
        Speak(_original.Request with { Text = string.Concat(Enumerable.Repeat("This is a sentence, one of many that there are. ", 20)) }, seen.Add);
        Assert.Equal([SynthesisPhase.Decoding, SynthesisPhase.Flow, SynthesisPhase.Vocoder], seen.Select(p => p.Phase).Distinct());
        foreach (IGrouping<(SynthesisPhase Phase, int Piece), SynthesisProgress> phase in seen.GroupBy(p => (p.Phase, p.Piece)))
        {
            double[] shares = [.. phase.Select(p => p.Share)];
            Assert.Equal(shares.Order(), shares);
            Assert.Equal(1, shares[^1], 1e-9);
            Assert.All(shares, share => Assert.InRange(share, 0, 1));
            Assert.Equal(phase.Select(p => p.Tokens).Order(), phase.Select(p => p.Tokens));
        }

        Assert.True(seen[0].Pieces > 1);
        Assert.Equal(seen.Select(p => p.Piece).Where(piece => piece > 0).Order(), seen.Select(p => p.Piece).Where(piece => piece > 0));
    }

    [Fact]
    public void A_shorter_reference_leaves_the_noise_of_what_is_spoken_as_it_is()
    {
        FirstState whole = StateOf(_original.Request), end = StateOf(_original.Request with { ReferenceSeconds = 2 });
        int dropped = _original.Request.Voice.Reference.PromptTokens.Length - 2 * FlowReference.TokenRate;
        Assert.True(dropped > 0, "The voice is too short for this test.");
        Assert.Equal(whole.Values.Length - 2 * dropped * 80, end.Values.Length);
        AssertBits(whole.Values.AsSpan(2 * dropped * 80), end.Values);
        Assert.Equal(whole.Audio.Length, end.Audio.Length);
        Assert.NotEqual(whole.Audio, end.Audio);
        AssertBits(whole.Audio, StateOf(_original.Request with { ReferenceSeconds = 10 }).Audio);

        FirstState StateOf(SynthesisRequest request)
        {
            var state = new FirstState();
            _original.Engine.Probe = state;
            state.Audio = Speak(request).Audio;
            _original.Engine.Probe = null;
            return state;
        }
    }

    [Fact]
    public void Guidance_at_every_second_step_is_another_mel_of_the_same_tokens()
    {
        SynthesisRequest request = _original.Request with { SolverSteps = 3 };
        SynthesisResult all = Speak(request), second = Speak(request with { GuidanceEvery = 2 });
        Assert.Equal(all.Report.Pieces[0].SpeechTokens, second.Report.Pieces[0].SpeechTokens);
        Assert.Equal(all.Audio.Length, second.Audio.Length);
        Assert.NotEqual(all.Audio, second.Audio);
        AssertBits(all.Audio, Speak(request with { GuidanceEvery = 1 }).Audio);
    }

    [Theory]
    [InlineData(SynthesisPhase.Decoding)]
    [InlineData(SynthesisPhase.Flow)]
    [InlineData(SynthesisPhase.Vocoder)]
    public void Stops_at_once_when_cancelled_from_its_progress(SynthesisPhase phase)
    {
        float[] before = Speak(_original.Request).Audio;
        using var source = new CancellationTokenSource();
        int after = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => Speak(_original.Request, Report, source.Token));
        Assert.Equal(0, after);
        AssertBits(before, Speak(_original.Request).Audio);

        void Report(SynthesisProgress progress)
        {
            if (source.IsCancellationRequested)
                after++;
            if (progress.Phase == phase)
                source.Cancel();
        }
    }

    [Fact]
    public void Stops_at_once_when_cancelled_from_another_thread()
    {
        using var source = new CancellationTokenSource();
        int after = 0;
        bool asked = false;
        SynthesisRequest endless = _original.Request with { MaxTokens = 1000, Lengths = LengthRule.Off(ModelFamily.Original) };
        Assert.ThrowsAny<OperationCanceledException>(() => Speak(endless, Report, source.Token));
        Assert.InRange(after, 0, 1);

        void Report(SynthesisProgress progress)
        {
            if (source.IsCancellationRequested)
                after++;
            if (asked || progress.Tokens < 10)
                return;
            asked = true;
            new Thread(source.Cancel).Start();
            SpinWait.SpinUntil(() => source.IsCancellationRequested, TimeSpan.FromSeconds(20));
        }
    }

    [Fact]
    public void A_cancelled_token_starts_nothing()
    {
        int calls = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => Speak(_original.Request, _ => calls++, new CancellationToken(canceled: true)));
        Assert.Equal(0, calls);
    }

    [Fact]
    public void Fifty_cancelled_runs_leave_no_memory_behind()
    {
        Run(10);
        long bytes = _original.Engine.MemoryBytes;
        Run(50);
        Assert.Equal(bytes, _original.Engine.MemoryBytes);

        void Run(int count)
        {
            for (int i = 0; i < count; i++)
            {
                using var source = new CancellationTokenSource();
                int calls = 0, last = 1 + i % 10;
                Assert.ThrowsAny<OperationCanceledException>(() => Speak(_original.Request, _ =>
                {
                    if (++calls >= last)
                        source.Cancel();
                }, source.Token));
            }
        }
    }

    [Fact]
    public void Nothing_but_a_stop_is_an_error_that_says_so()
    {
        using var folder = new TinyModelFolder("turbo-tiny");
        folder.RewriteT3((name, values) =>
        {
            if (name == "speech_head.bias")
                values[SpeechToken.Stop] = 1e4f;
        });
        using var turbo = new TinySynthesis(folder.Path);
        var lengths = LengthRule.Off(ModelFamily.Turbo);
        NoSpeechException error = Assert.Throws<NoSpeechException>(() => turbo.Synthesizer.Speak(turbo.Request with { Lengths = lengths }));
        Assert.Contains("without a sound", error.Message, StringComparison.Ordinal);
        Assert.True(turbo.Synthesizer.Speak(turbo.Request).Report.Tokens >= 3, "The minimum keeps it from stopping.");
    }

    [Fact]
    public void Logits_that_are_no_numbers_are_reported()
    {
        using var folder = new TinyModelFolder("turbo-tiny");
        folder.RewriteT3((name, values) =>
        {
            if (name == "speech_head.bias")
                values[77] = float.NaN;
        });
        Assert.Throws<CheckpointException>(() =>
        {
            using var turbo = new TinySynthesis(folder.Path);
            turbo.Synthesizer.Speak(turbo.Request);
        });
    }

    [Fact]
    public void A_sentence_that_is_too_long_is_refused()
    {
        SynthesisRequest request = _original.Request with { Context = new SpokenContext(new string('a', 3000), [1]) };
        Assert.Contains("more than the 2048", Assert.Throws<SynthesisException>(() => Speak(request)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_that_fills_the_tables_is_refused()
    {
        SynthesisRequest request = _original.Request with { Context = new SpokenContext("Before.", new int[5000]) };
        Assert.Contains("no room", Assert.Throws<SynthesisException>(() => Speak(request)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_of_impossible_tokens_is_refused()
    {
        SynthesisRequest request = _original.Request with { Context = new SpokenContext("Before.", [9999]) };
        Assert.Contains("9999", Assert.Throws<SynthesisException>(() => Speak(request)).Message, StringComparison.Ordinal);
    }

    private SynthesisResult Speak(SynthesisRequest request, Action<SynthesisProgress>? progress = null, CancellationToken cancellation = default) =>
        _original.Synthesizer.Speak(request, progress, cancellation);

    /// <summary>Keeps what the flow starts from.</summary>
    private sealed class FirstState : ITensorProbe
    {
        public float[] Values { get; private set; } = [];

        public float[] Audio { get; set; } = [];

        public void Observe(string name, Tensor tensor)
        {
            if (name == "flow/est/0/x")
                Values = tensor.ToArray();
        }
    }

    private static void AssertBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) => Models.T3.T3DecoderTests.AssertBits(expected, actual);

    /// <summary>The folders and a loaded model, shared since no test changes them.</summary>
    public sealed class Fixture : IDisposable
    {
        public Fixture() => Original = new TinySynthesis(OriginalFolder.Path);

        internal TinyModelFolder OriginalFolder { get; } = new("original-tiny");

        internal TinyModelFolder TurboFolder { get; } = new("turbo-tiny");

        internal TinySynthesis Original { get; }

        public void Dispose()
        {
            Original.Dispose();
            OriginalFolder.Dispose();
            TurboFolder.Dispose();
        }
    }
}
