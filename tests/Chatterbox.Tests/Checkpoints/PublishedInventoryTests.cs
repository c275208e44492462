using System.Text.Json;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests.Checkpoints;

public class PublishedInventoryTests
{
    [Fact]
    public void All_inventories_are_there() =>
        Assert.Equal(
            [
                "s3gen.safetensors", "s3gen_meanflow.safetensors", "t3_cfg.safetensors", "t3_mtl23ls_v2.safetensors",
                "t3_mtl23ls_v3.safetensors", "t3_nano_v1.safetensors", "t3_turbo_v1.safetensors", "ve.safetensors",
            ],
            PublishedInventory.Files.Order(StringComparer.Ordinal));

    // Counts and sizes as published.
    [Theory]
    [InlineData("t3_cfg.safetensors", 292, 2_129_653_744)]
    [InlineData("t3_mtl23ls_v2.safetensors", 292, 2_143_989_752)]
    [InlineData("t3_turbo_v1.safetensors", 299, 1_915_480_052)]
    [InlineData("t3_nano_v1.safetensors", 155, 869_899_204)]
    [InlineData("ve.safetensors", 16, 5_695_784)]
    [InlineData("s3gen.safetensors", 2489, 1_056_484_620)]
    [InlineData("s3gen_meanflow.safetensors", 2491, 1_064_875_036)]
    public void A_published_header_is_accepted(string file, int tensors, long fileBytes)
    {
        // Packed as the published files are: without blanks, padded to eight.
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(PublishedInventory.HeaderPath(file)));
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(json);
        int padded = (header.Length + 7) / 8 * 8;
        SafetensorsHeader parsed = SafetensorsHeaderParser.Parse(header, fileBytes - 8 - padded, file);
        Assert.Equal(tensors, parsed.Entries.Count);
    }

    [Theory]
    [InlineData("t3_cfg.safetensors", "tfmr.layers", 30)]
    [InlineData("t3_mtl23ls_v3.safetensors", "tfmr.layers", 30)]
    [InlineData("t3_turbo_v1.safetensors", "tfmr.h", 24)]
    [InlineData("t3_nano_v1.safetensors", "tfmr.h", 12)]
    [InlineData("s3gen.safetensors", "flow.encoder.encoders", 6)]
    [InlineData("s3gen_meanflow.safetensors", "flow.decoder.estimator.mid_blocks", 12)]
    public void Layers_are_counted_from_the_names(string file, string path, int layers) =>
        Assert.Equal(layers, PublishedInventory.Weights(file).Count(path));

    [Fact]
    public void Sizes_are_read_from_the_shapes()
    {
        Weights t3 = PublishedInventory.Weights("t3_cfg.safetensors");
        Assert.Equal(new Shape(704, 1024), t3.At("text_emb").ShapeOf("weight"));
        Assert.Equal(new Shape(4096, 1024), t3.At("tfmr.layers").At(29).Get("mlp.gate_proj.weight", -1, 1024).Shape);
        Assert.False(t3.Has("speech_head.bias"));
        Weights s3Gen = PublishedInventory.Weights("s3gen.safetensors");
        Assert.False(s3Gen.Has("tokenizer.window"));
        Assert.Equal(["flow", "mel2wav", "speaker_encoder", "tokenizer"], s3Gen.Children().Order(StringComparer.Ordinal));
    }
}
