using Chatterbox.Audio.Mel;
using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Models.S3Gen.HiFT;
using Chatterbox.Pipeline;
using Chatterbox.Pipeline.Quality;
using Chatterbox.Tensors;

namespace Chatterbox.Parity;

/// <summary>
/// Phase 8: the mel to audio. The source sums its phase over the whole utterance, which magnifies rounding, so it and what follows from
/// it have wider bounds; replayed from the recorded source, the rest keeps the narrow one.
/// </summary>
public static class VocoderPhase
{
    /// <summary>Name of the distance of the audio made on an engine that rounds.</summary>
    internal const string DistanceName = "hift/wav, log mel in dB";

    private const double ReplayedSourceBound = 5e-3;
    private const double ChainedSourceBound = 2e-2;

    /// <summary>Runs the phase.</summary>
    public static void Run(ParityContext context)
    {
        var generator = new HiFTGenerator(new Weights(context.Engine, context.Sources.S3Gen).At("mel2wav"));
        double sourceBound = context.Chained ? ChainedSourceBound : ReplayedSourceBound;
        using Scope scope = context.Engine.BeginScope();
        Tensor mel = Mel(context);
        int samples = mel.Dim(1) * HiFTGenerator.SamplesPerFrame, harmonics = generator.Harmonics;
        var noise = new RecordedHarmonicNoise(context.Recorded("noise/sine_phase", harmonics, 1), context.Recorded("noise/sine", harmonics, samples));

        float[] source = [];
        context.Watch(context.Probe(name => name == "hift/f0"), () => source = generator.GenerateSource(mel, noise));
        context.Output("hift/source", source, new Shape(samples), sourceBound);
        if (!context.Chained)
            context.Watch(context.Probe(IsDecoder), () => generator.Decode(mel, context.Recorded("hift/source", samples, 1).Values));
        float[] audio = generator.Decode(mel, source).ToArray();
        context.Output("hift/wav", audio, new Shape(samples), sourceBound);
        FadeIn.Apply(audio);
        float[] finished = Finished(context, audio);
        context.Output("final/wav", finished, new Shape(finished.Length), sourceBound);
    }

    /// <summary>Makes audio of the recorded mel and source on an engine that rounds; see <see cref="ParityRunner.RunRounded"/>.</summary>
    public static void RunRounded(ParityContext context)
    {
        var generator = new HiFTGenerator(new Weights(context.Engine, context.Sources.S3Gen).At("mel2wav"));
        using Scope scope = context.Engine.BeginScope();
        Tensor mel = Mel(context);
        int samples = mel.Dim(1) * HiFTGenerator.SamplesPerFrame;
        float[] audio = generator.Decode(mel, context.Recorded("hift/source", samples, 1).Values).ToArray();
        var extractor = new MelExtractor(MelConfig.ForS3Gen());
        var distance = new LogMelDistance();
        distance.Add(extractor.Extract(context.Recorded("hift/wav", samples).Values).Values, extractor.Extract(audio).Values);
        context.Report.CompareDistance(DistanceName, distance.MeanDecibels, RoundingErrors.AudioBound);
    }

    /// <summary>Whether a tensor is computed from the source.</summary>
    internal static bool IsDecoder(string name) =>
        name.StartsWith("hift/", StringComparison.Ordinal) && name is not ("hift/f0" or "hift/source" or "hift/wav");

    /// <summary>The flow's mel, (1, T, 80).</summary>
    private static Tensor Mel(ParityContext context)
    {
        float[] values = context.Input("flow/mel", FlowReference.MelBins, ShapePattern.Any);
        int frames = values.Length / FlowReference.MelBins;
        return context.Engine.FromHost(Layout.Swap(values, frames, FlowReference.MelBins), new Shape(1, frames, FlowReference.MelBins));
    }

    private static float[] Finished(ParityContext context, float[] audio)
    {
        if (!FamilyTraits.Of(context.Case.Family).CutsLastToken)
            return audio;
        int tokens = context.Case.Ids("flow/speech_tokens").Length;
        return audio[..Math.Min(audio.Length, Math.Max(1, tokens - 1) * AudioFormat.SamplesPerToken)];
    }
}
