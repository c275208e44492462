using Chatterbox.Checkpoints;
using Chatterbox.Models.Perth;
using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Pipeline;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Intelligibility;

/// <summary>The built-in model with its own voice, all settings at their defaults.</summary>
internal sealed class BuiltInVoice : IDisposable
{
    private readonly CpuEngine _engine = new();
    private readonly ChatterboxModel _model;
    private readonly Synthesizer _synthesizer;

    public BuiltInVoice()
    {
        _model = ChatterboxModel.Load(_engine, CheckpointFolder.Open(Repo.Path("models", "pico")));
        _synthesizer = new Synthesizer(
            _model, PerthWatermark.Open(_engine, Repo.Path("models", "perth", "perth-implicit.f16.safetensors")));
    }

    /// <summary>24 kHz mono samples, with the watermark that all speech carries.</summary>
    public float[] Speak(string text, ulong seed) => _synthesizer.Speak(new SynthesisRequest
    {
        Text = text,
        Voice = _model.BuiltInVoice ?? throw new InvalidOperationException("models/pico has lost its voice."),
        Sampling = SamplingSettings.For(_model.Family),
        Lengths = LengthRule.For(_model.Family),
        Seed = seed,
    }).Audio;

    public void Dispose()
    {
        _model.Dispose();
        _engine.Dispose();
    }
}
