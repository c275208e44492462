using Chatterbox.Checkpoints;
using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Parity;
using Chatterbox.Randomness;
using Chatterbox.Tensors;
using Chatterbox.Tests.Models.T3;
using Chatterbox.Tests.Parity;

namespace Chatterbox.Torch.Tests;

/// <summary>A decoder whose tokens are chosen on the device says what it says where the host chooses them.</summary>
public sealed class DeviceDecodingTests
{
    [Theory]
    [InlineData("original-tiny")]
    [InlineData("turbo-tiny")]
    public void The_tokens_are_those_that_the_host_chooses(string name)
    {
        int[][] expected = Tokens(name, asOnGpu: false, byRule: false);
        Assert.All(expected, tokens => Assert.NotEmpty(tokens));
        Assert.Equal(expected, Tokens(name, asOnGpu: true, byRule: false));
    }

    [Fact]
    public void A_step_with_a_rule_of_the_callers_is_left_to_the_host() =>
        Assert.Equal(Tokens("original-tiny", asOnGpu: false, byRule: false), Tokens("original-tiny", asOnGpu: true, byRule: true));

    [Fact]
    public void Only_a_GPU_chooses_by_itself()
    {
        using TorchEngine engine = new(TorchDevice.Cpu), asOnGpu = Engines.Create(TorchPrecision.Float32, asOnGpu: true);
        Assert.Equal((false, true), (engine.ChoosesTokens, asOnGpu.ChoosesTokens));
    }

    [Fact]
    public void A_voice_that_gives_no_numbers_ends_alone()
    {
        using var t3 = new Run("original-tiny", asOnGpu: true);
        T3Sequence fine = t3.Sequence(0, t3.Settings, 6, byRule: false), broken = t3.Sequence(1, t3.Settings, 6, byRule: false, voice: float.NaN);
        t3.Decoder.Prefill(fine);
        t3.Decoder.Prefill(broken);
        Assert.True(broken.Finished);
        Assert.Contains("not numbers for token 0", broken.Failure!.Message, StringComparison.Ordinal);
        t3.Decoder.Step([fine]);
        Assert.Null(fine.Failure);
    }

    private static int[][] Tokens(string name, bool asOnGpu, bool byRule)
    {
        using var t3 = new Run(name, asOnGpu);
        SamplingSettings settings = t3.Settings;
        T3Sequence[] sequences =
        [
            t3.Sequence(0, settings, 40, byRule: false),
            t3.Sequence(1, settings with { CfgWeight = 0 }, 31, byRule),
            t3.Sequence(2, settings with { Temperature = 0 }, 35, byRule: false),
            t3.Sequence(3, settings with { Temperature = 1.5, TopP = 0.9, RepetitionPenalty = 2, CfgWeight = 2 * settings.CfgWeight }, 25, byRule: false),
            t3.Sequence(4, settings with { MinP = 0, TopK = 0, TopP = 1 }, 40, byRule: false, spoken: [17, 18, 17]),
        ];
        Array.ForEach(sequences, sequence => t3.Decoder.Prefill(sequence));
        while (sequences.Where(sequence => !sequence.Finished).ToArray() is { Length: > 0 } rest)
            t3.Decoder.Step(rest);
        return [.. sequences.Select(sequence => sequence.Tokens.ToArray())];
    }

    /// <summary>A tiny T3 on libtorch.</summary>
    private sealed class Run : IDisposable
    {
        private readonly CheckpointSources _sources;
        private readonly TorchEngine _engine;
        private readonly T3Model _model;
        private readonly List<T3Sequence> _sequences = [];

        public Run(string name, bool asOnGpu)
        {
            using ParityCase parityCase = ParityCases.Open(name);
            _sources = ParityCases.Checkpoint(parityCase);
            _engine = Engines.Create(TorchPrecision.Float32, asOnGpu);
            _model = new T3Model(new Weights(_engine, _sources.T3));
            Decoder = new T3Decoder(_model);
            Settings = SamplingSettings.For(parityCase.Family);
        }

        public T3Decoder Decoder { get; }

        public SamplingSettings Settings { get; }

        /// <summary>At least half of <paramref name="max"/> tokens after made-up ids; its draw may be a rule of ours that does the same.</summary>
        public T3Sequence Sequence(int salt, SamplingSettings settings, int max, bool byRule, float voice = 0.1f, int[]? spoken = null)
        {
            float[] speaker = [.. Enumerable.Range(0, _model.SpeakerSize).Select(i => voice * MathF.Sin(i + salt))];
            var conditioning = new T3Conditioning(speaker, TinyT3.Ids(5 * salt, SpeechToken.Count, salt), 0.5f);
            var random = new RandomDraw(new CounterRandom((ulong)salt));
            TokenDraw draw = byRule ? (step, ids, probabilities) => random.Draw(step, ids, probabilities) : random.Draw;
            var prompt = new T3Prompt(conditioning, TinyT3.Ids(4 + salt, _model.TextVocabulary, salt), spoken ?? []);
            var sequence = new T3Sequence(_model, prompt, settings, new TokenLimits(max / 2, max), draw);
            _sequences.Add(sequence);
            return sequence;
        }

        public void Dispose()
        {
            _sequences.ForEach(sequence => sequence.Dispose());
            _engine.Dispose();
            _sources.Dispose();
        }
    }
}
