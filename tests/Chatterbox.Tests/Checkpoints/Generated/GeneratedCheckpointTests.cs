using System.Globalization;
using System.Text.Json;
using Chatterbox.Checkpoints.Generated;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests.Checkpoints.Generated;

public sealed class GeneratedCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Hashes_and_values_are_those_of_the_reference()
    {
        using JsonDocument check = JsonDocument.Parse(File.ReadAllText(Repo.Path("parity_data", "checkpoint-generator-check.json")));
        foreach (JsonProperty hash in check.RootElement.GetProperty("fnv1a64").EnumerateObject())
            Assert.Equal(ulong.Parse(hash.Value.GetString()!, CultureInfo.InvariantCulture), GeneratedValues.Fnv1a64(hash.Name));
        AssertValues(check.RootElement.GetProperty("first_values"), 0);
        AssertValues(check.RootElement.GetProperty("at_offset_1000000"), 1_000_000);
    }

    // Offset and scale follow from the table in parity_data/README.md by hand.
    [Theory]
    [InlineData("speaker_encoder.head.bn1.running_var", new[] { 32 }, 1, 0.5)]
    [InlineData("speaker_encoder.head.bn1.running_mean", new[] { 32 }, 0, 0.25)]
    [InlineData("mel2wav.conv_post.bias", new[] { 18 }, -1, 0.5)]
    [InlineData("mel2wav.conv_post.parametrizations.weight.original0", new[] { 18, 1, 1 }, 0.25, 0.05)]
    [InlineData("mel2wav.conv_post.parametrizations.weight.original1", new[] { 18, 64, 7 }, 0, 1)]
    [InlineData("mel2wav.f0_predictor.classifier.weight", new[] { 1, 512 }, 0, 30.618621784789724)]
    [InlineData("mel2wav.f0_predictor.classifier.bias", new[] { 1 }, 0, 0.1)]
    [InlineData("mel2wav.ups.0.parametrizations.weight.original0", new[] { 512, 1, 1 }, 1, 0.25)]
    [InlineData("mel2wav.resblocks.0.activations1.0.alpha", new[] { 256 }, 1, 0.5)]
    [InlineData("cond_enc.perceiver.pre_attention_query", new[] { 1, 32, 1024 }, 0, 1)]
    [InlineData("flow.encoder.encoders.0.self_attn.pos_bias_u", new[] { 8, 64 }, 0, 0.5)]
    [InlineData("similarity_weight", new[] { 1 }, 0, 1)]
    [InlineData("lstm.bias_ih_l0", new[] { 1024 }, 0, 0.1)]
    [InlineData("tfmr.norm.weight", new[] { 1024 }, 1, 0.25)]
    [InlineData("text_emb.weight", new[] { 704, 1024 }, 0, 0.5)]
    [InlineData("text_pos_emb.emb.weight", new[] { 2050, 1024 }, 0, 0.5)]
    [InlineData("tfmr.wpe.weight", new[] { 8196, 1024 }, 0, 0.5)]
    [InlineData("tfmr.embed_tokens.weight", new[] { 8, 1024 }, 0, 0.5)]
    [InlineData("flow.input_embedding.weight", new[] { 6561, 512 }, 0, 0.5)]
    [InlineData("speech_head.weight", new[] { 8194, 768 }, 0, 0.1875)]
    [InlineData("speech_head.bias", new[] { 6563 }, 0, 0.1)]
    [InlineData("tfmr.layers.0.mlp.down_proj.weight", new[] { 1024, 4800 }, 0, 0.025)]
    [InlineData("tfmr.h.0.mlp.c_fc.weight", new[] { 768, 3072 }, 0, 0.0625)]
    [InlineData("tokenizer.encoder.conv1.weight", new[] { 1280, 100, 3 }, 0, 0.1)]
    public void Ranges_follow_the_rules_in_order(string name, int[] shape, double offset, double scale)
    {
        InitialRange range = InitialRange.For(name, new Shape(shape));
        Assert.Equal((float)offset, range.Offset);
        Assert.Equal((float)scale, range.Scale);
    }

    [Fact]
    public void A_long_tensor_made_in_parallel_is_that_made_in_one_piece()
    {
        float[] parallel = new float[300_001];
        GeneratedValues.Fill(parallel, 42, 7, 0.5f, 2);
        float[] serial = new float[parallel.Length];
        for (int i = 0; i < serial.Length; i++)
            GeneratedValues.Fill(serial.AsMemory(i, 1), 42, 7 + i, 0.5f, 2);
        Assert.Equal(serial, parallel);
    }

    [Theory]
    [InlineData("original-tiny", "t3_cfg.safetensors")]
    [InlineData("nano-tiny", "t3_nano_v1.safetensors")]
    public void A_written_checkpoint_holds_what_the_sources_give(string parityCase, string t3)
    {
        CheckpointInventory inventory = CheckpointInventory.Load(Repo.Path("parity_data", parityCase, "inventory.json"));
        GeneratedCheckpoint checkpoint = new(inventory, 5, Constant);
        checkpoint.Write(_folder.File());
        Assert.Contains(t3, checkpoint.Files);
        foreach (string name in checkpoint.Files)
        {
            using GeneratedSource source = checkpoint.Source(name);
            using SafetensorsFile file = SafetensorsFile.Open(_folder.File(name));
            Assert.Equal(source.Names, file.Names);
            Assert.Equal("true", file.Metadata[GeneratedCheckpoint.RandomMark]);
            Assert.Equal("5", file.Metadata["seed"]);
            foreach (InventoryEntry entry in inventory.Files[name])
            {
                Assert.Equal(entry.Shape, file.ShapeOf(entry.Name));
                Assert.Equal(entry.IsInteger ? Dtype.I64 : Dtype.F32, file.Entry(entry.Name).Dtype);
                if (entry.IsInteger)
                    Assert.All(file.ReadInt64(entry.Name), value => Assert.Equal(0, value));
                else
                    Assert.True(source.Read(entry.Name).ToArray().AsSpan().SequenceEqual(file.Read(entry.Name).Values), entry.Name);
            }
        }
    }

    [Fact]
    public void Computed_buffers_come_from_the_caller()
    {
        CheckpointInventory inventory = CheckpointInventory.Load(Repo.Path("parity_data", "original-tiny", "inventory.json"));
        using GeneratedSource source = new GeneratedCheckpoint(inventory, 1, Constant).Source("s3gen.safetensors");
        Assert.All(source.Read("tokenizer.window").Values.ToArray(), value => Assert.Equal(400f, value));
        Assert.All(source.Read("tokenizer._mel_filters").Values.ToArray(), value => Assert.Equal(25728f, value));
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        CheckpointInventory inventory = CheckpointInventory.Load(Repo.Path("parity_data", "original-tiny", "inventory.json"));
        GeneratedCheckpoint checkpoint = new(inventory, 1, Constant);
        Assert.Contains("'x.safetensors'", Assert.Throws<CheckpointException>(() => checkpoint.Source("x.safetensors")).Message, StringComparison.Ordinal);
        using GeneratedSource source = checkpoint.Source("ve.safetensors");
        Assert.Contains("'absent'", Assert.Throws<CheckpointException>(() => source.Read("absent")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "not an inventory")]
    [InlineData("[]", "not an inventory")]
    [InlineData("""{"../x":[]}""", "not the name of a file")]
    [InlineData("""{"x":{}}""", "not an inventory")]
    [InlineData("""{"x":[],"x":[]}""", "not an inventory")]
    [InlineData("""{"x":[{"name":"a","shape":[1]}]}""", "not an inventory")]
    [InlineData("""{"x":[{"name":"a","shape":[1],"dtype":"F16"}]}""", "only F32 and I64")]
    [InlineData("""{"x":[{"name":null,"shape":[1],"dtype":"F32"}]}""", "no name")]
    [InlineData("""{"x":[{"name":"a","shape":[-1],"dtype":"F32"}]}""", "negative")]
    [InlineData("""{"x":[{"name":"a","shape":[1,1,1,1,1],"dtype":"F32"}]}""", "at most 4")]
    [InlineData("""{"x":[{"name":"a","shape":[2147483647,2147483647],"dtype":"F32"}]}""", "too large")]
    [InlineData("""{"x":[{"name":"a","shape":[1],"dtype":"F32"},{"name":"a","shape":[1],"dtype":"F32"}]}""", "appears twice")]
    public void A_malformed_inventory_is_refused(string json, string reason)
    {
        string path = _folder.File("inventory.json");
        File.WriteAllText(path, json);
        Assert.Contains(reason, Assert.Throws<CheckpointException>(() => CheckpointInventory.Load(path)).Message, StringComparison.Ordinal);
    }

    private static void AssertValues(JsonElement expected, int start)
    {
        foreach (JsonProperty sequence in expected.EnumerateObject())
        {
            string[] parts = sequence.Name.Split("|seed=");
            float[] values = new float[sequence.Value.GetArrayLength()];
            GeneratedValues.Fill(values, GeneratedValues.Key(parts[0], ulong.Parse(parts[1], CultureInfo.InvariantCulture)), start, 0, 1);
            Assert.Equal(sequence.Value.EnumerateArray().Select(value => value.GetSingle()), values);
        }
    }

    private static float[] Constant(string name, Shape shape) => [.. Enumerable.Repeat((float)shape.Count, (int)shape.Count)];
}
