using Chatterbox.Checkpoints.Generated;
using Chatterbox.Models.CampPlus;
using Chatterbox.Models.S3Tokenizer;
using Chatterbox.Models.VoiceEncoder;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tests.Tensors;

namespace Chatterbox.Tests.Models;

/// <summary>A checkpoint of wrong shapes is refused when it is loaded, by name, not when it is used.</summary>
public sealed class SpeakerShapesTests : IDisposable
{
    private readonly CpuEngine _engine = new(threads: 1);

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("lstm.weight_hh_l0", 1024, 255)]
    [InlineData("lstm.weight_ih_l1", 1024, 40)]
    [InlineData("proj.weight", 256, 255)]
    public void Of_the_voice_encoder(string name, params int[] shape) =>
        AssertRefused("ve.safetensors", name, shape, w => _ = new VoiceEncoderModel(w));

    [Theory]
    [InlineData("tokenizer.encoder.conv1.weight", 128, 128, 5)]
    [InlineData("tokenizer.encoder.conv2.weight", 128, 64, 3)]
    [InlineData("tokenizer.encoder.blocks.1.attn.fsmn_block.weight", 128, 1, 30)]
    [InlineData("tokenizer.encoder.blocks.0.mlp.2.weight", 128, 128)]
    [InlineData("tokenizer.quantizer._codebook.project_down.weight", 7, 128)]
    public void Of_the_tokenizer(string name, params int[] shape) =>
        AssertRefused("s3gen.safetensors", name, shape, w => _ = new S3TokenizerModel(w.At("tokenizer")));

    [Theory]
    [InlineData("speaker_encoder.head.conv1.weight", 32)]
    [InlineData("speaker_encoder.head.layer1.1.conv2.weight", 16, 32, 3, 3)]
    [InlineData("speaker_encoder.head.layer2.0.shortcut.0.weight", 16, 32, 1, 1)]
    [InlineData("speaker_encoder.xvector.tdnn.linear.weight", 128, 256, 5)]
    [InlineData("speaker_encoder.xvector.block2.tdnnd3.linear1.weight", 128, 300, 1)]
    [InlineData("speaker_encoder.xvector.block2.tdnnd3.cam_layer.linear2.weight", 16, 64, 1)]
    [InlineData("speaker_encoder.xvector.transit3.nonlinear.batchnorm.running_mean", 512)]
    [InlineData("speaker_encoder.xvector.dense.linear.weight", 192, 512, 1)]
    public void Of_campplus(string name, params int[] shape) =>
        AssertRefused("s3gen.safetensors", name, shape, w => _ = new CampPlusModel(w.At("speaker_encoder")));

    private void AssertRefused(string file, string name, int[] shape, Action<Weights> load)
    {
        CheckpointInventory inventory = CheckpointInventory.Load(Repo.Path("parity_data", "original-tiny", "inventory.json"));
        Dictionary<string, HostTensor> tensors = [];
        foreach (InventoryEntry entry in inventory.Files[file])
        {
            Shape given = entry.Name == name ? new Shape(shape) : entry.Shape;
            tensors.Add(entry.Name, new HostTensor(given, new float[given.Count]));
        }

        using DictionarySource source = new(tensors);
        CheckpointException error = Assert.Throws<CheckpointException>(() => load(new Weights(_engine, source)));
        Assert.Contains(name[..name.LastIndexOf('.')], error.Message, StringComparison.Ordinal);
    }
}
