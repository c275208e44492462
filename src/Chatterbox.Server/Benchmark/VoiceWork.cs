using Chatterbox.Checkpoints;
using Chatterbox.Models.VoiceEncoder;

namespace Chatterbox.Server.Benchmark;

/// <summary>
/// The arithmetic of preparing a voice: the S3 tokenizer over the prompts of S3Gen and of T3, CAMPPlus and the voice encoder.
/// Resampling and mels are left out.
/// </summary>
internal static class VoiceWork
{
    private const int MelRate = 100;
    private const int MelFramesOfToken = 4;
    private const int Bins = 80;

    /// <summary>A recording of <paramref name="seconds"/>, of which T3 reads <paramref name="t3Tokens"/>.</summary>
    public static PhaseWork Of(CheckpointSources sources, int seconds, int t3Tokens)
    {
        var s3Gen = new WeightShapes(sources.S3Gen);
        int frames = seconds * MelRate;
        return Tokenizer(s3Gen, frames / MelFramesOfToken)
            + Tokenizer(s3Gen, t3Tokens)
            + CampPlus(s3Gen, frames)
            + VoiceEncoder(new WeightShapes(sources.VoiceEncoder), frames);
    }

    private static PhaseWork Tokenizer(WeightShapes shapes, double tokens)
    {
        const string Encoder = "tokenizer.encoder";
        double channels = shapes.ShapeOf($"{Encoder}.blocks.0.attn.query.weight")[0];
        int blocks = shapes.Tensors($"{Encoder}.blocks.*.attn.query.weight");
        return PhaseWork.Product(shapes.Count($"{Encoder}.conv1.*"), 2 * tokens)
            + PhaseWork.Product(shapes.Count($"{Encoder}.conv2.*", $"{Encoder}.blocks.*", "tokenizer.quantizer.*"), tokens)
            + new PhaseWork(4 * blocks * tokens * tokens * channels, 0);
    }

    private static PhaseWork CampPlus(WeightShapes shapes, double frames)
    {
        const string Head = "speaker_encoder.head", Body = "speaker_encoder.xvector";
        double once = shapes.Count($"{Body}.dense.*");
        return PhaseWork.Product(shapes.Count($"{Head}.conv1.*"), Bins * frames)
            + PhaseWork.Product(shapes.Count($"{Head}.layer1.*"), Bins / 2 * frames)
            + PhaseWork.Product(shapes.Count($"{Head}.layer2.*"), Bins / 4 * frames)
            + PhaseWork.Product(shapes.Count($"{Head}.conv2.*"), Bins / 8 * frames)
            + PhaseWork.Product(shapes.Count($"{Body}.*") - once, frames / 2)
            + PhaseWork.Product(once, 1);
    }

    private static PhaseWork VoiceEncoder(WeightShapes shapes, int frames)
    {
        double windows = PartialWindows.Count(frames);
        return PhaseWork.Product(shapes.Count("lstm.*"), windows * PartialWindows.Length) + PhaseWork.Product(shapes.Count("proj.*"), windows);
    }
}
