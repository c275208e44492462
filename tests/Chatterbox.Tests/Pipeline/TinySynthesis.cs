using Chatterbox.Checkpoints;
using Chatterbox.Models.Perth;
using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Pipeline;
using Chatterbox.Pipeline.Quality;
using Chatterbox.Pipeline.Scheduling;
using Chatterbox.Server;
using Chatterbox.Tensors;

namespace Chatterbox.Tests.Pipeline;

/// <summary>A loaded model folder with a synthesizer and a request to start from.</summary>
internal sealed class TinySynthesis : IDisposable
{
    private readonly CheckpointFolder _files;
    private readonly ChatterboxModel _model;

    public TinySynthesis(string folder, int threads = 2)
    {
        Engine = TestDevice.CreateEngine(threads);
        _files = CheckpointFolder.Open(folder);
        _model = ChatterboxModel.Load(Engine, _files);
        Synthesizer = new Synthesizer(_model, watermark: null);
        Request = new SynthesisRequest
        {
            Text = "Hello there.",
            Voice = _model.BuiltInVoice!,
            Sampling = SamplingSettings.For(_model.Family),
            Lengths = LengthRule.For(_model.Family),
            Seed = 1,
            MaxTokens = 4,
            SolverSteps = 2,
            Watermark = false,
        };
    }

    public Engine Engine { get; }

    public ModelFamily Family => _model.Family;

    public Synthesizer Synthesizer { get; }

    public SpeechPlanner Planner => new(_model.Profile);

    /// <summary>A short one: four tokens, two solver steps.</summary>
    public SynthesisRequest Request { get; }

    public SpeechScheduler Scheduler(SchedulerLimits limits, Action? betweenUnits = null) => new(_model, watermark: null, limits, betweenUnits);

    /// <summary>One that marks what it makes.</summary>
    public SpeechScheduler MarkingScheduler() => new(_model, PerthWatermark.Open(Engine, BundledFiles.Watermark), new SchedulerLimits());

    /// <summary>Tells what settings cost.</summary>
    public RenderingComparison Comparison(IReadOnlyList<RenderingSettings> settings) => new(_model, settings);

    public void Dispose()
    {
        _model.Dispose();
        _files.Dispose();
        Engine.Dispose();
    }
}
