using System.Runtime.ExceptionServices;
using Chatterbox.Models.Perth;
using Chatterbox.Pipeline.Scheduling;
using Chatterbox.Tensors;

namespace Chatterbox.Pipeline;

/// <summary>
/// Text to speech, start to end, for one request at a time. Synchronous; progress and cancellation reach down to one decoding step,
/// transformer block and vocoder window.
/// </summary>
/// <param name="model">The loaded checkpoint.</param>
/// <param name="watermark">Marks finished audio; null where no request asks for it.</param>
public sealed class Synthesizer(ChatterboxModel model, PerthWatermark? watermark)
{
    private readonly SpeechPlanner _planner = new(model.Profile);
    private readonly SpeechScheduler _scheduler = new(model, watermark, new SchedulerLimits());

    /// <summary>Speaks a request.</summary>
    /// <exception cref="SynthesisException">The request does not fit the model.</exception>
    /// <exception cref="NoSpeechException">Nothing came of it.</exception>
    /// <exception cref="CheckpointException">The weights are damaged: they do not give numbers.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public SynthesisResult Speak(SynthesisRequest request, Action<SynthesisProgress>? progress = null, CancellationToken cancellation = default)
    {
        var collector = new Collector(progress);
        _scheduler.Add(new SpeechJob(_planner.Plan(request), collector, streaming: false, cancellation));
        while (_scheduler.Work())
        {
        }

        return collector.Result;
    }

    /// <summary>Keeps all audio of one request.</summary>
    private sealed class Collector(Action<SynthesisProgress>? progress) : ISpeechSink
    {
        private readonly List<float> _audio = [];
        private SpeechReport? _report;
        private Exception? _failure;

        public bool Ready => true;

        public SynthesisResult Result
        {
            get
            {
                if (_failure is not null)
                    ExceptionDispatchInfo.Throw(_failure);
                return new SynthesisResult([.. _audio], _report ?? throw new InvalidOperationException("A job went away without an end; this is a bug."));
            }
        }

        public void Progress(SynthesisProgress state) => progress?.Invoke(state);

        public void Spoken(SpokenPiece piece, float[] audio) => _audio.AddRange(audio);

        public void Completed(SpeechReport report) => _report = report;

        public void Failed(Exception reason) => _failure = reason;
    }
}
