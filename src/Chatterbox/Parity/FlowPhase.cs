using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Pipeline;
using Chatterbox.Tensors;

namespace Chatterbox.Parity;

/// <summary>Phase 7: the recorded speech tokens to the mel, with the recorded noise.</summary>
public static class FlowPhase
{
    /// <summary>Name of the mel.</summary>
    internal const string MelName = "flow/mel";

    private const int FramesPerToken = 2;

    /// <summary>Runs the phase.</summary>
    public static void Run(ParityContext context) =>
        Run(context, context.Probe(name => name.StartsWith("flow/", StringComparison.Ordinal)));

    /// <summary>Runs the phase on an engine that rounds, of which the mel counts; see <see cref="ParityRunner.RunRounded"/>.</summary>
    public static void RunRounded(ParityContext context) =>
        Run(context, new ParityProbe(context.Case, context.Report, name => name == MelName ? RoundingErrors.MelBound : null));

    private static void Run(ParityContext context, ParityProbe probe)
    {
        ParityCase parityCase = context.Case;
        int[] sounds = SpeechTokenFilter.Sounds(parityCase.Ids("t3/tokens"), parityCase.Family);
        int[] tokens = SpeechTokenFilter.WithTrailingSilence(sounds, parityCase.Family);
        context.Report.CompareIds("flow/speech_tokens", parityCase.Ids("flow/speech_tokens"), tokens);

        var flow = new FlowMatching(new Weights(context.Engine, context.Sources.S3Gen).At("flow"));
        int[] spoken = parityCase.Ids("flow/speech_tokens", flow.TokenCount);
        FlowReference reference = Reference(context, flow);
        float[] noise = Noise(context, FramesPerToken * (reference.PromptTokens.Length + spoken.Length));
        context.Watch(probe, () =>
        {
            using Scope scope = context.Engine.BeginScope();
            Tensor mel = flow.Forward(spoken, reference, (frame, values) => noise.AsSpan(frame * FlowReference.MelBins, values.Length).CopyTo(values));
            int frames = mel.Dim(1);
            context.Keep(MelName, Layout.Swap(mel.ToArray(), FlowReference.MelBins, frames), new Shape(FlowReference.MelBins, frames));
        });
    }

    private static FlowReference Reference(ParityContext context, FlowMatching flow)
    {
        int[] tokens = context.Case.Ids("ref/prompt_token", flow.TokenCount);
        float[] mel = context.Input("ref/prompt_feat", ShapePattern.Any, FlowReference.MelBins), embedding = context.Input("ref/embedding", flow.XVectorSize);
        try
        {
            return new FlowReference(tokens, mel, embedding);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{context.Case.Name}: 'ref/prompt_token' and 'ref/prompt_feat' do not go together. {error.Message}", error);
        }
    }

    /// <summary>The flow's noise, frame after frame; the mean-flow families drew that of the generated frames apart.</summary>
    private static float[] Noise(ParityContext context, int frames)
    {
        float[] noise = FramesFirst(context.Recorded("noise/flow", FlowReference.MelBins, frames));
        if (!context.Case.Has("noise/flow_generated"))
            return noise;
        float[] generated = FramesFirst(context.Recorded("noise/flow_generated", FlowReference.MelBins, ShapePattern.Any));
        if (generated.Length > noise.Length)
            throw new InvalidDataException($"{context.Case.Name}: 'noise/flow_generated' has more frames than 'noise/flow'.");
        generated.CopyTo(noise.AsSpan(noise.Length - generated.Length));
        return noise;
    }

    private static float[] FramesFirst(HostTensor noise) => Layout.Swap(noise.Values, noise.Shape.Last, FlowReference.MelBins);
}
