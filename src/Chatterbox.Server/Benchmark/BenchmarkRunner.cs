using System.Diagnostics;
using Chatterbox.Audio;
using Chatterbox.Checkpoints;
using Chatterbox.Models.Perth;
using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Pipeline;
using Chatterbox.Randomness;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Server.Benchmark;

/// <summary>
/// Times the phases from reference recording to marked audio: one run to warm up, then the runs that count. The text is a fixed list
/// of ids, so that no tokenizer is needed, and the number of speech tokens is forced.
/// </summary>
internal sealed class BenchmarkRunner
{
    /// <summary>Twelve words: about fifty tokens of the Llama models' alphabet, about twenty of GPT-2's vocabulary.</summary>
    private const int LlamaTextTokens = 50, Gpt2TextTokens = 20;

    /// <summary>Ids that every vocabulary has, and none of which is special.</summary>
    private const int FirstTextId = 20, TextIds = 100;

    private readonly Tensors.Engine _engine;
    private readonly CheckpointSources _sources;
    private readonly ChatterboxModel _model;
    private readonly VoicePreparer _preparer;
    private readonly PerthWatermark _watermark;
    private readonly T3Decoder _decoder;
    private readonly BenchmarkSettings _settings;
    private readonly AudioClip _reference;
    private readonly double _loadSeconds;
    private readonly long _loadPeakBytes;
    private readonly PieceRandom _random;

    private readonly PhaseClock _voice = new("voice");
    private readonly PhaseClock _prefill = new("prefill");
    private readonly PhaseClock _decode = new("decode");
    private readonly PhaseClock _flow = new("flow");
    private readonly PhaseClock _vocoder = new("vocoder");
    private readonly PhaseClock _mark = new("watermark");

    /// <summary>Loads everything. The reference is mono at 24 kHz and as long as <see cref="BenchmarkSettings.ReferenceSeconds"/>.</summary>
    /// <exception cref="CheckpointException">The checkpoint is malformed.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public BenchmarkRunner(Tensors.Engine engine, CheckpointSources sources, BenchmarkSettings settings, AudioClip reference, CancellationToken cancellation)
    {
        (_engine, _sources, _settings, _reference) = (engine, sources, settings, reference);
        long start = Stopwatch.GetTimestamp();
        _model = ChatterboxModel.Load(engine, sources, cancellation);
        _preparer = _model.LoadVoicePreparer(cancellation);
        _watermark = PerthWatermark.Open(engine, BundledFiles.Watermark);
        _loadSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _loadPeakBytes = PeakMemory.Bytes;
        _decoder = new T3Decoder(_model.T3);
        _random = new PieceRandom(new CounterRandom(settings.Seed));
    }

    /// <summary>Runs it all.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public BenchmarkReport Run(CancellationToken cancellation)
    {
        Voice voice = null!;
        int samples = 0;
        (int Shared, int All) rows = default;
        for (int run = 0; run <= _settings.Repeats; run++)
        {
            bool counts = run > 0;
            voice = _voice.Run(counts, () => _preparer.Prepare([_reference], cancellation));
            int[] tokens = Decode(counts, voice, out rows, cancellation);
            samples = Render(counts, voice, tokens, cancellation);
        }

        BenchmarkReport report = Report(voice, rows, (double)samples / AudioFormat.SampleRate);
        if (_settings.Requests > 0)
            report = WithRequests(report, voice, cancellation);

        if (_engine is not CpuEngine)
            return report;

        // Last, for they take a gibibyte, which is no memory of the model's.
        int[] threads = _engine.Threads == 1 ? [1] : [1, _engine.Threads];
        return report with { Peaks = [.. threads.Select(CpuPeaks.Measure)] };
    }

    private BenchmarkReport WithRequests(BenchmarkReport report, Voice voice, CancellationToken cancellation)
    {
        var requests = new RequestsBenchmark(_model, voice, TextIdList(), _settings);
        List<RequestsResult> one = [], all = [];

        // In turns, so that both see the same neighbours on the machine.
        for (int run = 0; run < _settings.Repeats; run++)
        {
            one.Add(requests.Together(1, cancellation));
            all.Add(requests.Together(_settings.Requests, cancellation));
        }

        RequestsResult alone = Median(one);
        return report with
        {
            Alone = alone,
            Together = Median(all),
            Fairness = requests.Fairness(alone.FirstAudioSeconds[0], cancellation),
            PeakBytes = PeakMemory.Bytes,
        };
    }

    /// <summary>The run of the middle by its steps.</summary>
    private static RequestsResult Median(List<RequestsResult> runs) => runs.OrderBy(run => run.StepTokensPerSecond).ElementAt(runs.Count / 2);

    private int[] Decode(bool counts, Voice voice, out (int Shared, int All) rows, CancellationToken cancellation)
    {
        var conditioning = new T3Conditioning(voice.SpeakerEmbedding, voice.PromptSpeechTokens, 0.5f);
        var prompt = new T3Prompt(conditioning, TextIdList(), []);
        var limits = new TokenLimits(_settings.Tokens, _settings.Tokens);
        using var sequence = new T3Sequence(_model.T3, prompt, SamplingSettings.For(_model.Family), limits, Draw);
        rows = _prefill.Run(counts, () =>
        {
            _decoder.Prefill(sequence, cancellation);
            return (sequence.SharedPositions, sequence.Positions);
        });
        return _decode.Run(counts, () =>
        {
            while (!sequence.Finished)
            {
                cancellation.ThrowIfCancellationRequested();
                _decoder.Step([sequence]);
            }

            return sequence.Tokens.ToArray();
        });
    }

    private int Render(bool counts, Voice voice, int[] tokens, CancellationToken cancellation)
    {
        using Scope scope = _engine.BeginScope();
        int[] sounds = SpeechTokenFilter.WithTrailingSilence(tokens, _model.Family);
        Tensor mel = _flow.Run(counts, () => _model.Flow.Forward(sounds, voice.Reference, _random.FlowNoise, cancellation: cancellation));
        float[] audio = _vocoder.Run(counts, () => _model.Vocoder.Forward(mel, _random.HarmonicNoise, cancellation: cancellation));
        return _mark.Run(counts, () => _watermark.Apply(audio, AudioFormat.SampleRate)).Length;
    }

    private BenchmarkReport Report(Voice voice, (int Shared, int All) rows, double audioSeconds)
    {
        int batch = _model.T3.IsLlama ? 2 : 1, steps = _model.Flow.DefaultSteps;
        var t3 = new T3Work(_sources, batch, _engine.DecoderBytesPerWeight, _engine.KvValueBytes);
        int silence = FamilyTraits.Of(_model.Family).TrailingSilence;
        int flowTokens = voice.Reference.PromptTokens.Length + _settings.Tokens + silence;
        bool guided = _sources.S3Gen.Names.All(name => !name.Contains("time_embed_mixer", StringComparison.Ordinal));
        PhaseResult[] phases =
        [
            _voice.Result(VoiceWork.Of(_sources, BenchmarkSettings.ReferenceSeconds, voice.PromptSpeechTokens.Length)),
            _prefill.Result(t3.Prefill(rows.Shared, rows.All - rows.Shared)),
            _decode.Result(t3.Decode(rows.All, _settings.Tokens - 1)),
            _flow.Result(FlowWork.Of(_sources, flowTokens, steps, guided ? 2 : 1)),
            _vocoder.Result(VocoderWork.Of(_sources, 2 * (_settings.Tokens + silence))),
            _mark.Result(null),
        ];
        double seconds = _prefill.Median + _decode.Median + _flow.Median + _vocoder.Median;
        return new BenchmarkReport
        {
            Family = _model.Family.ToString().ToLowerInvariant(),
            Processor = ProcessorInfo.Name,
            InstructionSet = ProcessorInfo.InstructionSet,
            Engine = _engine.Description,
            Threads = _engine.Threads,
            Repeats = _settings.Repeats,
            Tokens = _settings.Tokens,
            PromptRows = rows.All,
            SharedRows = rows.Shared,
            SolverSteps = steps,
            AudioSeconds = audioSeconds,
            LoadSeconds = _loadSeconds,
            LoadPeakBytes = _loadPeakBytes,
            Phases = phases,
            MillisecondsPerToken = 1000 * _decode.Median / (_settings.Tokens - 1),
            Rtf = seconds / audioSeconds,
            PeakBytes = PeakMemory.Bytes,
            Parts = _model.Parts,
            EngineBytes = _engine.MemoryBytes,
            ManagedBytes = GC.GetTotalMemory(forceFullCollection: false),
        };
    }

    /// <summary>Draws as always, for the time that it takes, but only sounds: another id is spoken as the first sound.</summary>
    private int Draw(int step, ReadOnlySpan<int> ids, ReadOnlySpan<float> probabilities)
    {
        int token = _random.TokenDraw(step, ids, probabilities);
        return token < SpeechToken.Count ? token : 0;
    }

    private int[] TextIdList() =>
        [.. Enumerable.Range(0, _model.T3.IsLlama ? LlamaTextTokens : Gpt2TextTokens).Select(i => FirstTextId + i % TextIds)];
}
