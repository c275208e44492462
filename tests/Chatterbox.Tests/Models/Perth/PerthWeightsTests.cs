using Chatterbox.Models.Perth;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tests.Tensors;

namespace Chatterbox.Tests.Models.Perth;

public sealed class PerthWeightsTests : IDisposable
{
    private readonly CpuEngine _engine = new(1);

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Weights_of_other_sizes_are_taken()
    {
        using DictionarySource source = new(SmallPerth.Zero());
        PerthWatermark small = new(new Weights(_engine, source));
        float[] audio = PerthGolden.Tensors.Floats("libri/resampled_32k");
        TensorAssert.Close("nothing added", audio, small.Apply(audio, 32_000), 1e-4);
        Assert.Equal(0, small.Read(audio, 32_000));
    }

    [Theory]
    [InlineData("encoder.layers.3.conv.weight", 8, 9, 7)]
    [InlineData("encoder.layers.0.conv.weight", 8)]
    [InlineData("encoder.layers.6.conv.weight", 5, 8, 1)]
    [InlineData("encoder.layers.2.conv.bias", 7)]
    [InlineData("decoder.fast_layers.1.conv.weight", 8, 8, 4)]
    [InlineData("decoder.slow_layers.0.conv.weight", 8, 3, 1)]
    [InlineData("decoder.normal_layers.6.conv.weight", 3, 8, 1)]
    [InlineData("encoder.layers.8.conv.weight", 4, 4, 1)]
    [InlineData("stranger", 1)]
    public void Other_weights_are_refused(string name, params int[] shape)
    {
        Dictionary<string, HostTensor> tensors = SmallPerth.Zero();
        tensors[name] = SmallPerth.Filled(0, shape);
        using DictionarySource source = new(tensors);
        Assert.Throws<CheckpointException>(() => new PerthWatermark(new Weights(_engine, source)));
    }

    [Theory]
    [InlineData("encoder.layers.")]
    [InlineData("decoder.slow_layers.")]
    [InlineData("decoder.fast_layers.6.")]
    public void Missing_weights_are_refused(string prefix)
    {
        Dictionary<string, HostTensor> tensors = SmallPerth.Zero();
        foreach (string name in tensors.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList())
            tensors.Remove(name);
        using DictionarySource source = new(tensors);
        Assert.Throws<CheckpointException>(() => new PerthWatermark(new Weights(_engine, source)));
    }
}
