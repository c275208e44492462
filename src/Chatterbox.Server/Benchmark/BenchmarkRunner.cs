using System.Diagnostics;
using Chatterbox.Audio;
using Chatterbox.Checkpoints;
using Chatterbox.Models.Perth;
using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Pipeline;
using Chatterbox.Pipeline.Quality;
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
    private readonly AudioClip? _recording;
    private readonly double _loadSeconds;
    private readonly long _loadPeakBytes;
    private readonly StartResult _start;
    private readonly PieceRandom _random;

    private readonly PhaseClock _voice, _prefill, _decode, _flow, _vocoder, _mark;

    /// <summary>
    /// Loads everything: from a model folder, whose own voice then says how soon the process speaks, or else from sources. The
    /// recording of a voice is mono at 24 kHz and as long as <see cref="BenchmarkSettings.ReferenceSeconds"/>; without one a synthetic
    /// voice is made.
    /// </summary>
    /// <exception cref="CheckpointException">The checkpoint is malformed.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public BenchmarkRunner(
        Tensors.Engine engine, CheckpointSources sources, CheckpointFolder? folder, BenchmarkSettings settings, AudioClip? recording, CancellationToken cancellation)
    {
        (_engine, _sources, _settings, _recording) = (engine, sources, settings, recording);
        string exact = engine.ModeOf(WeightRole.Exact), decoder = engine.ModeOf(WeightRole.Decoder), renderer = engine.ModeOf(WeightRole.Renderer);
        (_voice, _prefill, _decode) = (new PhaseClock("voice", exact), new PhaseClock("prefill", decoder), new PhaseClock("decode", decoder));
        (_flow, _vocoder, _mark) = (new PhaseClock("flow", renderer), new PhaseClock("vocoder", renderer), new PhaseClock("watermark", exact));
        long start = Stopwatch.GetTimestamp();
        _model = folder is null ? ChatterboxModel.Load(engine, sources, cancellation) : ChatterboxModel.Load(engine, folder, cancellation);
        _loadSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        _decoder = new T3Decoder(_model.T3);
        _random = new PieceRandom(new CounterRandom(settings.Seed));
        _start = folder is null ? StartResult.Generated : FirstToken(cancellation);
        start = Stopwatch.GetTimestamp();
        _preparer = _model.LoadVoicePreparer(cancellation);
        _watermark = PerthWatermark.Open(engine, BundledFiles.Watermark);
        _loadSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
        _loadPeakBytes = PeakMemory.Bytes;
    }

    /// <summary>Runs it all.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public BenchmarkReport Run(CancellationToken cancellation)
    {
        AudioClip reference = _recording ?? new AudioClip(SyntheticSpeech.Create(BenchmarkSettings.ReferenceSeconds, AudioFormat.SampleRate), AudioFormat.SampleRate);
        Voice voice = null!;
        int samples = 0;
        (int Shared, int All) rows = default;
        for (int run = 0; run <= _settings.Repeats; run++)
        {
            bool counts = run > 0;
            voice = _voice.Run(counts, () => _preparer.Prepare([reference], cancellation));
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

    /// <summary>Reads a prompt with the model's own voice, which needs none of the models that listen to a recording.</summary>
    private StartResult FirstToken(CancellationToken cancellation)
    {
        if (_model.BuiltInVoice is not { } voice)
            return StartResult.NoVoice;
        using T3Sequence sequence = Sequence(voice, 1);
        _decoder.Prefill(sequence, cancellation);
        return new StartResult(ProcessStart.Seconds, ProcessStart.DiskBytes, null);
    }

    private T3Sequence Sequence(Voice voice, int tokens)
    {
        var conditioning = new T3Conditioning(voice.SpeakerEmbedding, voice.PromptSpeechTokens, 0.5f);
        return new T3Sequence(_model.T3, new T3Prompt(conditioning, TextIdList(), []), SamplingSettings.For(_model.Family), new TokenLimits(tokens, tokens), _random.TokenDraw);
    }

    private int[] Decode(bool counts, Voice voice, out (int Shared, int All) rows, CancellationToken cancellation)
    {
        using T3Sequence sequence = Sequence(voice, _settings.Tokens);
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

            // What is no sound is spoken as the first one.
            return sequence.Tokens.Select(token => token < SpeechToken.Count ? token : 0).ToArray();
        });
    }

    private int Render(bool counts, Voice voice, int[] tokens, CancellationToken cancellation)
    {
        using Scope scope = _engine.BeginScope();
        int[] sounds = SpeechTokenFilter.WithTrailingSilence(tokens, _model.Family);
        RenderingSettings rendering = _settings.Rendering;
        Tensor mel = _flow.Run(counts, () => _model.Flow.Forward(
            sounds, rendering.Reference(voice), _random.FlowNoise, rendering.Steps, rendering.GuidanceEvery, cancellation: cancellation));
        float[] audio = _vocoder.Run(counts, () => _model.Vocoder.Forward(mel, _random.HarmonicNoise, cancellation: cancellation));
        return _mark.Run(counts, () => _watermark.Apply(audio, AudioFormat.SampleRate)).Length;
    }

    private BenchmarkReport Report(Voice voice, (int Shared, int All) rows, double audioSeconds)
    {
        int batch = _model.T3.IsLlama ? 2 : 1, steps = _settings.Rendering.Steps ?? _model.Flow.DefaultSteps;
        var t3 = new T3Work(_sources, batch, _engine.BytesPerWeight(WeightRole.Decoder), _engine.KvValueBytes);
        int silence = FamilyTraits.Of(_model.Family).TrailingSilence;
        int promptTokens = _settings.Rendering.Reference(voice).PromptTokens.Length;
        int flowTokens = promptTokens + _settings.Tokens + silence;
        PhaseResult[] phases =
        [
            _voice.Result(VoiceWork.Of(_sources, BenchmarkSettings.ReferenceSeconds, voice.PromptSpeechTokens.Length)),
            _prefill.Result(t3.Prefill(rows.Shared, rows.All - rows.Shared)),
            _decode.Result(t3.Decode(rows.All, _settings.Tokens - 1)),
            _flow.Result(Rendered(FlowWork.Of(_sources, flowTokens, steps, _model.Flow.EstimatorRows(steps, _settings.Rendering.GuidanceEvery)))),
            _vocoder.Result(Rendered(VocoderWork.Of(_sources, 2 * (_settings.Tokens + silence)))),
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
            GuidanceEvery = _settings.Rendering.GuidanceEvery,
            ReferenceSeconds = (double)promptTokens / FlowReference.TokenRate,
            AudioSeconds = audioSeconds,
            Start = _start,
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

    /// <summary>Work whose weights are counted as floats, with those of the engine's mode.</summary>
    private PhaseWork Rendered(PhaseWork work) =>
        work with { Bytes = work.Bytes * _engine.BytesPerWeight(WeightRole.Renderer) / sizeof(float) };

    private int[] TextIdList() =>
        [.. Enumerable.Range(0, _model.T3.IsLlama ? LlamaTextTokens : Gpt2TextTokens).Select(i => FirstTextId + i % TextIds)];
}
