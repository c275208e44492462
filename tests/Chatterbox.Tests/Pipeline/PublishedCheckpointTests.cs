using System.Text.RegularExpressions;
using Chatterbox.Checkpoints;
using Chatterbox.Pipeline;
using Chatterbox.Tensors;
using Chatterbox.Tensors.ShapeOnly;
using Chatterbox.Tests.Checkpoints;

namespace Chatterbox.Tests.Pipeline;

/// <summary>Every tensor of the published checkpoints has its place in the models, and no other fits.</summary>
public sealed partial class PublishedCheckpointTests
{
    private const string VoiceEncoder = "ve.safetensors";

    [Theory]
    [InlineData(ModelFamily.Original, "t3_cfg.safetensors", "s3gen.safetensors")]
    [InlineData(ModelFamily.Multilingual, "t3_mtl23ls_v2.safetensors", "s3gen.safetensors")]
    [InlineData(ModelFamily.Multilingual, "t3_mtl23ls_v3.safetensors", "s3gen.safetensors")]
    [InlineData(ModelFamily.Turbo, "t3_turbo_v1.safetensors", "s3gen_meanflow.safetensors")]
    [InlineData(ModelFamily.Nano, "t3_nano_v1.safetensors", "s3gen_meanflow.safetensors")]
    public void Loads_by_name_and_shape(ModelFamily family, string t3, string s3Gen) =>
        Load(family, PublishedInventory.Shapes(t3), PublishedInventory.Shapes(s3Gen), PublishedInventory.Shapes(VoiceEncoder));

    [Theory]
    [InlineData("s3gen.safetensors")]
    [InlineData("s3gen_meanflow.safetensors")]
    public void The_tokenizers_buffers_may_be_missing(string s3Gen) =>
        Load(
            ModelFamily.Original,
            PublishedInventory.Shapes("t3_cfg.safetensors"),
            [.. PublishedInventory.Shapes(s3Gen).Where(tensor => tensor.Key is not ("tokenizer.window" or "tokenizer._mel_filters"))],
            PublishedInventory.Shapes(VoiceEncoder));

    [Theory]
    [InlineData("t3_cfg.safetensors")]
    [InlineData("t3_nano_v1.safetensors")]
    [InlineData("s3gen_meanflow.safetensors")]
    [InlineData(VoiceEncoder)]
    public void A_tensor_too_many_is_named(string file)
    {
        foreach (string extra in (ReadOnlySpan<string>)["surplus.weight", "flow.surplus", "tokenizer.surplus", "speaker_encoder.head.surplus", "lstm.surplus", "tfmr.layers.0.surplus"])
        {
            string? error = Error(file, shapes => shapes.Append(KeyValuePair.Create(extra, new Shape(1))));
            Assert.Contains(extra, error, StringComparison.Ordinal);
        }
    }

    /// <summary>One tensor of every kind; layers are all made alike.</summary>
    [Theory]
    [InlineData("t3_cfg.safetensors")]
    [InlineData("t3_nano_v1.safetensors")]
    [InlineData("s3gen_meanflow.safetensors")]
    [InlineData(VoiceEncoder)]
    public void A_missing_tensor_is_named(string file)
    {
        List<string> unnoticed = [];
        foreach ((string name, _) in Kinds(file))
            if (Error(file, shapes => shapes.Where(tensor => tensor.Key != name)) is not { } error || !error.Contains(name, StringComparison.Ordinal))
                unnoticed.Add(name);
        unnoticed.RemoveAll(Unused(file).Contains);
        Assert.True(unnoticed.Count == 0, string.Join('\n', unnoticed));
    }

    /// <summary>Every dimension of one tensor of every kind, one larger; sizes that are the checkpoint's own to choose apart.</summary>
    [Theory]
    [InlineData("t3_cfg.safetensors")]
    [InlineData("t3_nano_v1.safetensors")]
    [InlineData("s3gen_meanflow.safetensors")]
    [InlineData(VoiceEncoder)]
    public void A_wrong_shape_is_named(string file)
    {
        string[] free = [.. FreeSizes(file), .. Unused(file)];
        List<string> unnoticed = [];
        foreach ((string name, Shape shape) in Kinds(file))
        {
            for (int axis = 0; axis < shape.Rank; axis++)
            {
                int[] dimensions = [.. Enumerable.Range(0, shape.Rank).Select(i => shape[i] + (i == axis ? 1 : 0))];
                string? error = Error(file, shapes => shapes.Select(tensor => tensor.Key == name ? KeyValuePair.Create(name, new Shape(dimensions)) : tensor));
                if (error is null || !error.Contains('\'', StringComparison.Ordinal))
                    unnoticed.Add($"{name} {axis}");
            }
        }

        unnoticed.RemoveAll(found => free.Any(size => found == size || found.StartsWith($"{size} ", StringComparison.Ordinal)));
        Assert.True(unnoticed.Count == 0, string.Join('\n', unnoticed));
    }

    private static string[] Unused(string file) => file switch
    {
        "t3_cfg.safetensors" => ["text_head.weight", "tfmr.embed_tokens.weight"],
        "t3_nano_v1.safetensors" => ["text_head.weight", "tfmr.wte.weight"],
        VoiceEncoder => ["similarity_bias", "similarity_weight"],
        _ =>
        [
            .. PublishedInventory.Shapes(file).Select(tensor => tensor.Key).Where(name => name.EndsWith("num_batches_tracked", StringComparison.Ordinal)
                && Kinds(file).Any(kind => kind.Key == name)).Order(StringComparer.Ordinal),
            "tokenizer._mel_filters", "tokenizer.window",
        ],
    };

    private static string[] FreeSizes(string file) => file switch
    {
        "t3_cfg.safetensors" =>
            ["text_emb.weight 0", "text_pos_emb.emb.weight 0", "speech_pos_emb.emb.weight 0", "cond_enc.spkr_enc.weight 1", "cond_enc.perceiver.pre_attention_query 1"],
        "t3_nano_v1.safetensors" => ["text_emb.weight 0", "tfmr.wpe.weight 0", "cond_enc.spkr_enc.weight 1"],
        VoiceEncoder => ["lstm.weight_ih_l0 1"],
        _ => ["flow.input_embedding.weight 0", "flow.spk_embed_affine_layer.weight 1", "mel2wav.m_source.l_linear.weight 1"],
    };

    /// <summary>The first tensor of every name, numbers left out.</summary>
    private static IEnumerable<KeyValuePair<string, Shape>> Kinds(string file) =>
        PublishedInventory.Shapes(file).DistinctBy(tensor => Number().Replace(tensor.Key, "#"));

    private static string? Error(string file, Func<IEnumerable<KeyValuePair<string, Shape>>, IEnumerable<KeyValuePair<string, Shape>>> change)
    {
        bool llama = file == "t3_cfg.safetensors";
        KeyValuePair<string, Shape>[][] shapes =
        [
            .. ((string[])[llama ? file : "t3_nano_v1.safetensors", "s3gen_meanflow.safetensors", VoiceEncoder])
                .Select(name => (name == file ? change(PublishedInventory.Shapes(name)) : PublishedInventory.Shapes(name)).ToArray()),
        ];
        try
        {
            Load(llama ? ModelFamily.Original : ModelFamily.Nano, shapes[0], shapes[1], shapes[2]);
            return null;
        }
        catch (CheckpointException error)
        {
            return error.Message;
        }
    }

    private static void Load(
        ModelFamily family, IEnumerable<KeyValuePair<string, Shape>> t3, IEnumerable<KeyValuePair<string, Shape>> s3Gen, IEnumerable<KeyValuePair<string, Shape>> voiceEncoder)
    {
        using var engine = new ShapeOnlyEngine();
        using var sources = new CheckpointSources(family, new ShapeOnlySource("t3", t3), new ShapeOnlySource("s3gen", s3Gen), new ShapeOnlySource("ve", voiceEncoder));
        ChatterboxModel.Load(engine, sources).Dispose();
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
