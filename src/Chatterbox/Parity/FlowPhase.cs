using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Pipeline;
using Chatterbox.Tensors;

namespace Chatterbox.Parity;

/// <summary>Phase 7: the recorded speech tokens to the mel, with the recorded noise.</summary>
public static class FlowPhase
{
    /// <summary>Runs the phase.</summary>
    public static void Run(ParityContext context)
    {
        ParityCase parityCase = context.Case;
        int[] sounds = SpeechTokenFilter.Sounds(parityCase.Ids("t3/tokens"), parityCase.Family);
        int[] tokens = SpeechTokenFilter.WithTrailingSilence(sounds, parityCase.Family);
        context.Report.CompareIds("flow/speech_tokens", parityCase.Ids("flow/speech_tokens"), tokens);

        var flow = new FlowMatching(new Weights(context.Engine, context.Sources.S3Gen).At("flow"));
        var reference = new FlowReference(parityCase.Ids("ref/prompt_token"), context.Input("ref/prompt_feat"), context.Input("ref/embedding"));
        float[] noise = Noise(parityCase);
        ParityProbe probe = context.Probe(name => name.StartsWith("flow/", StringComparison.Ordinal));
        context.Watch(probe, () =>
        {
            using Scope scope = context.Engine.BeginScope();
            Tensor mel = flow.Forward(parityCase.Ids("flow/speech_tokens"), reference, (frame, values) => noise.AsSpan(frame * FlowReference.MelBins, values.Length).CopyTo(values));
            context.Keep("flow/mel", Layout.Swap(mel.ToArray(), FlowReference.MelBins, mel.Dim(1)));
        });
    }

    /// <summary>The flow's noise, frame after frame; the mean-flow families drew that of the generated frames apart.</summary>
    private static float[] Noise(ParityCase parityCase)
    {
        float[] noise = FramesFirst(parityCase.Tensors.ReadFloats("noise/flow"));
        if (parityCase.Has("noise/flow_generated"))
        {
            float[] generated = FramesFirst(parityCase.Tensors.ReadFloats("noise/flow_generated"));
            generated.CopyTo(noise.AsSpan(noise.Length - generated.Length));
        }

        return noise;
    }

    private static float[] FramesFirst(float[] values) => Layout.Swap(values, values.Length / FlowReference.MelBins, FlowReference.MelBins);
}
