using Chatterbox.Checkpoints;
using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Parity;
using Chatterbox.Randomness;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tests.Parity;

namespace Chatterbox.Tests.Models.T3;

/// <summary>A tiny T3 on an engine that shows its logits.</summary>
internal sealed class TinyT3 : IDisposable
{
    private readonly CheckpointSources _sources;
    private readonly LogitsProbe _probe = new();

    public TinyT3(string caseName, int threads = 2, DecoderPrecision precision = DecoderPrecision.Float32)
    {
        using ParityCase parityCase = ParityCases.Open(caseName);
        Family = parityCase.Family;
        _sources = ParityCases.Checkpoint(parityCase);
        Engine = TestDevice.CreateEngine(threads, precision);
        Model = new T3Model(new Weights(Engine, _sources.T3));
        Decoder = new T3Decoder(Model);
        Engine.Probe = _probe;
    }

    public ModelFamily Family { get; }

    public Engine Engine { get; }

    public T3Model Model { get; }

    public T3Decoder Decoder { get; }

    /// <summary>The logits of the last prefill or step, all rows.</summary>
    public float[] Logits => _probe.Logits;

    /// <summary>Rows of the prefill that began the last <see cref="Run"/>.</summary>
    public int PrefillRows => _probe.Rows[0];

    public SamplingSettings Settings => SamplingSettings.For(Family);

    /// <summary>A prompt of made-up ids; <paramref name="salt"/> makes voices and texts differ.</summary>
    public T3Prompt Prompt(int textTokens = 12, int promptTokens = 20, int salt = 0, int[]? spoken = null)
    {
        float[] speaker = new float[Model.SpeakerSize];
        new CounterRandom((ulong)salt).Normal(RandomPurpose.FlowNoise, 0, speaker);
        float length = MathF.Sqrt(speaker.Sum(value => value * value));
        var conditioning = new T3Conditioning([.. speaker.Select(value => value / length)], Ids(promptTokens, SpeechToken.Count, salt + 1), 0.5f + 0.1f * salt);
        return new T3Prompt(conditioning, Ids(textTokens, Model.TextVocabulary, salt + 2), spoken ?? []);
    }

    public T3Sequence Sequence(T3Prompt prompt, SamplingSettings? settings = null, TokenLimits? limits = null, TokenDraw? draw = null) =>
        new(Model, prompt, settings ?? Settings, limits ?? new TokenLimits(0, 8), draw ?? new RandomDraw(new CounterRandom(3)).Draw);

    public static int[] Ids(int count, int below, int salt) =>
        [.. Enumerable.Range(0, count).Select(i => (int)((i * 7919L + salt * 104729L + 11) % below))];

    /// <summary>Decodes alone to the end; the logits of every step.</summary>
    public List<float[]> Run(T3Sequence sequence)
    {
        List<float[]> logits = [];
        _probe.Rows.Clear();
        Decoder.Prefill(sequence);
        logits.Add(Logits);
        while (!sequence.Finished)
        {
            Decoder.Step([sequence]);
            logits.Add(Logits);
        }

        return logits;
    }

    /// <summary>Runs with another probe in place of the one that keeps the logits.</summary>
    public void Watched(ITensorProbe probe, Action run)
    {
        Engine.Probe = probe;
        try
        {
            run();
        }
        finally
        {
            Engine.Probe = _probe;
        }
    }

    public void Dispose()
    {
        Engine.Dispose();
        _sources.Dispose();
    }
}
