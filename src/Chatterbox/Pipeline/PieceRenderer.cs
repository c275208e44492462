using Chatterbox.Models.Perth;
using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Pipeline.Guards;
using Chatterbox.Tensors;

namespace Chatterbox.Pipeline;

/// <summary>Makes the audio of a piece: flow, vocoder, cuts and watermark. Each piece is marked by itself.</summary>
internal sealed class PieceRenderer(ChatterboxModel model, PerthWatermark? watermark)
{
    /// <summary>
    /// The samples of a piece. <paramref name="report"/> is called after each encoder layer, estimator block and vocoder window with
    /// the phase and its share from 0 to 1.
    /// </summary>
    /// <param name="request">How it is to sound.</param>
    /// <param name="sounds">T3's tokens.</param>
    /// <param name="random">The piece's random numbers.</param>
    /// <param name="report">Told how far it is; may do other work on the engine before it returns.</param>
    /// <param name="cancellation">Ends it after the block or window at hand.</param>
    public float[] Render(
        SynthesisRequest request, int[] sounds, PieceRandom random, Action<SynthesisPhase, double> report, CancellationToken cancellation)
    {
        using Scope scope = model.Engine.BeginScope();
        return Audio(request, Mel(request, sounds, random, report, cancellation), sounds, random, report, cancellation);
    }

    /// <summary>The log mel (1, T, 80) of a piece, with the silence that the family wants behind it.</summary>
    public Tensor Mel(
        SynthesisRequest request, int[] sounds, PieceRandom random, Action<SynthesisPhase, double> report, CancellationToken cancellation)
    {
        int[] tokens = SpeechTokenFilter.WithTrailingSilence(sounds, model.Family);
        FlowReference whole = request.Voice.Reference;
        FlowReference reference = request.ReferenceSeconds is { } seconds ? whole.LastSeconds(seconds) : whole;

        // What is spoken starts from the same noise, however much of the reference is read before it.
        int dropped = whole.PromptFrames - reference.PromptFrames;
        return model.Flow.Forward(
            tokens, reference, (frame, values) => random.FlowNoise(dropped + frame, values), request.SolverSteps, request.GuidanceEvery,
            step => report(SynthesisPhase.Flow, (double)step.Done / step.Total), cancellation);
    }

    /// <summary>The samples of a piece's mel.</summary>
    public float[] Audio(
        SynthesisRequest request, Tensor mel, int[] sounds, PieceRandom random, Action<SynthesisPhase, double> report, CancellationToken cancellation)
    {
        float[] audio = model.Vocoder.Forward(
            mel, random.HarmonicNoise, new Reporter(share => report(SynthesisPhase.Vocoder, share)), cancellation);
        if (FamilyTraits.Of(model.Family).CutsLastToken)
            audio = audio[..Math.Min(audio.Length, Math.Max(1, sounds.Length - 1) * AudioFormat.SamplesPerToken)];
        return request.Guarded ? audio[..SilentTail.LengthWithout(audio)] : audio;
    }

    /// <summary>The samples with the watermark.</summary>
    public float[] Mark(float[] audio) =>
        (watermark ?? throw new InvalidOperationException("A watermark was asked for, but its net is not loaded; this is a bug."))
        .Apply(audio, AudioFormat.SampleRate);

    /// <summary>Progress on the caller's thread; <see cref="Progress{T}"/> would post it elsewhere.</summary>
    private sealed class Reporter(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
