using Chatterbox.Checkpoints;

namespace Chatterbox.Server.Benchmark;

/// <summary>The arithmetic of S3Gen's flow: the conformer encoder over tokens and frames, and the estimator at every solver step.</summary>
internal static class FlowWork
{
    /// <summary>
    /// A run over <paramref name="tokens"/>, the prompt's included, in <paramref name="steps"/> steps of <paramref name="rows"/>
    /// rows together: two in a step with guidance.
    /// </summary>
    public static PhaseWork Of(CheckpointSources sources, int tokens, int steps, int rows)
    {
        var shapes = new WeightShapes(sources.S3Gen);
        double frames = 2.0 * tokens;
        PhaseWork encoder =
            PhaseWork.Product(shapes.Count("flow.encoder.embed.*", "flow.encoder.pre_lookahead_layer.*"), tokens)
            + PhaseWork.Product(shapes.Count("flow.encoder.up_layer.*", "flow.encoder.up_embed.*", "flow.encoder_proj.*"), frames)
            + Layers(shapes, "flow.encoder.encoders", tokens)
            + Layers(shapes, "flow.encoder.up_encoders", frames);
        PhaseWork row = Estimator(shapes, frames);
        return encoder + new PhaseWork(row.Flop * rows, row.Bytes * steps);
    }

    /// <summary>
    /// Conformer layers; the relative attention has three products over all pairs of frames, one of them over twice as many. The products
    /// of the positions are kept from the run before.
    /// </summary>
    private static PhaseWork Layers(WeightShapes shapes, string path, double frames)
    {
        double positions = shapes.Count($"{path}.*.linear_pos.*");
        double channels = shapes.ShapeOf($"{path}.0.self_attn.linear_q.weight")[0];
        int layers = shapes.Tensors($"{path}.*.linear_q.weight");
        return PhaseWork.Product(shapes.Count($"{path}.*") - positions, frames)
            + new PhaseWork(8 * layers * frames * frames * channels, 0);
    }

    private static PhaseWork Estimator(WeightShapes shapes, double frames)
    {
        const string Path = "flow.decoder.estimator";
        double once = shapes.Count($"{Path}.time_*", $"{Path}.*.mlp.*");
        double heads = shapes.ShapeOf($"{Path}.*.attn1.to_q.weight")[0];
        int blocks = shapes.Tensors($"{Path}.*.attn1.to_q.weight");
        return PhaseWork.Product(shapes.Count($"{Path}.*") - once, frames)
            + PhaseWork.Product(once, 1)
            + new PhaseWork(4 * blocks * frames * frames * heads, 0);
    }
}
