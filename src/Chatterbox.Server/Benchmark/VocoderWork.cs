using Chatterbox.Checkpoints;

namespace Chatterbox.Server.Benchmark;

/// <summary>The arithmetic of HiFT: every filter runs at the frame rate of its stage.</summary>
internal static class VocoderWork
{
    private const int BlocksOfStage = 3;
    private static readonly int[] Strides = [8, 5, 3];

    /// <summary>A run over <paramref name="frames"/> mel frames.</summary>
    public static PhaseWork Of(CheckpointSources sources, int frames)
    {
        var shapes = new WeightShapes(sources.S3Gen);
        double rate = frames;
        PhaseWork work = PhaseWork.Product(shapes.Count("mel2wav.f0_predictor.*", "mel2wav.conv_pre.*"), rate);
        for (int stage = 0; stage < Strides.Length; stage++)
        {
            work += PhaseWork.Product(shapes.Count($"mel2wav.ups.{stage}.*"), rate);
            rate *= Strides[stage];
            work += PhaseWork.Product(shapes.Count($"mel2wav.source_downs.{stage}.*", $"mel2wav.source_resblocks.{stage}.*"), rate);
            for (int block = stage * BlocksOfStage; block < (stage + 1) * BlocksOfStage; block++)
                work += PhaseWork.Product(shapes.Count($"mel2wav.resblocks.{block}.*"), rate);
        }

        return work + PhaseWork.Product(shapes.Count("mel2wav.conv_post.*"), rate);
    }
}
