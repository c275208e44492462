using Chatterbox.Audio.Mel;
using Chatterbox.Models.CampPlus;
using Chatterbox.Models.VoiceEncoder;
using Chatterbox.Tensors;

namespace Chatterbox.Parity;

/// <summary>Phase 3: the two embeddings of the speaker, the voice encoder's for T3 and CAMPPlus' for S3Gen.</summary>
public static class SpeakerPhase
{
    /// <summary>Runs the phase.</summary>
    public static void Run(ParityContext context) => context.Watch(context.Probe(IsWanted), () =>
    {
        var voiceEncoder = new VoiceEncoderModel(new Weights(context.Engine, context.Sources.VoiceEncoder));
        float[] mel = context.Input("mel/voice_encoder", voiceEncoder.Bins, ShapePattern.Any);
        int frames = mel.Length / voiceEncoder.Bins;
        var voiceMel = new MelSpectrogram(frames, voiceEncoder.Bins, Layout.Swap(mel, frames, voiceEncoder.Bins));
        Output(context, "ref/speaker_emb", voiceEncoder.Embed(voiceMel));

        var campPlus = new CampPlusModel(new Weights(context.Engine, context.Sources.S3Gen).At("speaker_encoder"));
        float[] fbank = context.Input("mel/campplus_fbank", ShapePattern.Any, CampPlusModel.Bins);
        frames = fbank.Length / CampPlusModel.Bins;
        if (frames < CampPlusModel.MinFrames)
            throw new InvalidDataException($"{context.Case.Name}: 'mel/campplus_fbank' has {frames} frames; CAMPPlus needs {CampPlusModel.MinFrames}.");
        Output(context, "ref/embedding", campPlus.Embed(new MelSpectrogram(frames, CampPlusModel.Bins, fbank)));
    });

    private static void Output(ParityContext context, string name, float[] embedding) => context.Output(name, embedding, new Shape(embedding.Length));

    private static bool IsWanted(string name) =>
        name.StartsWith("ve/", StringComparison.Ordinal) || name.StartsWith("campplus/", StringComparison.Ordinal);
}
