using Chatterbox.Tensors;

namespace Chatterbox.Checkpoints.Generated;

/// <summary>
/// Middle and half width of the values that a tensor of a generated checkpoint gets, chosen so that activations and audio
/// keep sensible sizes in every layer.
/// </summary>
/// <param name="Offset">The middle.</param>
/// <param name="Scale">Half the width.</param>
internal readonly record struct InitialRange(float Offset, float Scale)
{
    private static readonly string[] Embeddings = ["_emb.", ".wpe.", ".wte.", "embed_tokens", "input_embedding"];
    private static readonly string[] InputFirst = [".c_attn.", ".c_proj.", ".c_fc."];

    /// <summary>The range of the tensor <paramref name="name"/>: the first rule that fits.</summary>
    public static InitialRange For(string name, Shape shape)
    {
        string leaf = name[(name.LastIndexOf('.') + 1)..];
        bool isLastConv = name.StartsWith("mel2wav.conv_post.", StringComparison.Ordinal);
        return leaf switch
        {
            "running_var" => new(1, 0.5f),
            "running_mean" => new(0, 0.25f),
            "bias" when isLastConv => new(-1, 0.5f),
            "original0" when isLastConv => new(0.25f, 0.05f),
            "weight" when name == "mel2wav.f0_predictor.classifier.weight" && shape.Rank > 1 => new(0, (float)(400 * Math.Sqrt(3.0 / shape[1]))),
            "original0" => new(1, 0.25f),
            "original1" => new(0, 1),
            "alpha" => new(1, 0.5f),
            "pre_attention_query" => new(0, 1),
            "pos_bias_u" or "pos_bias_v" => new(0, 0.5f),
            "similarity_weight" or "similarity_bias" => new(0, 1),
            _ when leaf.StartsWith("bias", StringComparison.Ordinal) => new(0, 0.1f),
            _ when shape.Rank == 1 => new(1, 0.25f),
            _ when ContainsAny(name, Embeddings) => new(0, 0.5f),
            _ => new(0, MatrixScale(name, shape)),
        };
    }

    private static float MatrixScale(string name, Shape shape)
    {
        double gain = name.Contains("speech_head", StringComparison.Ordinal) ? 3 : 1;
        double fanIn = 1;
        for (int i = 1; i < shape.Rank; i++)
            fanIn *= shape[i];
        if (ContainsAny(name, InputFirst))
            fanIn = shape[0];
        return (float)(gain * Math.Sqrt(3 / fanIn));
    }

    private static bool ContainsAny(string name, string[] parts) =>
        Array.Exists(parts, part => name.Contains(part, StringComparison.Ordinal));
}
