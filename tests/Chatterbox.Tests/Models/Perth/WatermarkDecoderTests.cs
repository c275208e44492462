using Chatterbox.Models.Perth;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tests.Tensors;

namespace Chatterbox.Tests.Models.Perth;

public sealed class WatermarkDecoderTests : IDisposable
{
    private readonly CpuEngine _engine = new(1);

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Branches_are_weighed_by_their_attention()
    {
        Dictionary<string, HostTensor> tensors = SmallPerth.Zero();
        float[][] attentionAndMark = [[1, 0.2f], [2, 0.5f], [-1, 0.9f]];
        for (int i = 0; i < 3; i++)
            tensors[$"{SmallPerth.DecoderStacks[i]}.6.conv.bias"] = new HostTensor(new Shape(2), attentionAndMark[i]);
        double expected = attentionAndMark.Sum(b => Math.Exp(b[0]) * b[1]) / attentionAndMark.Sum(b => Math.Exp(b[0]));
        Assert.Equal(expected, Decode(tensors, new float[10 * 4], [.. Enumerable.Repeat(true, 10)], 3), 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void Only_frames_of_sound_are_averaged_in_each_stretch(int pieceFrames)
    {
        Dictionary<string, HostTensor> tensors = [];
        foreach (string stack in SmallPerth.DecoderStacks)
        {
            tensors[$"{stack}.0.conv.weight"] = SmallPerth.Filled(1, 1, 1, 1);
            tensors[$"{stack}.0.conv.bias"] = SmallPerth.Filled(0, 1);
            tensors[$"{stack}.1.conv.weight"] = new HostTensor(new Shape(2, 1, 1), [0, 1]);
            tensors[$"{stack}.1.conv.bias"] = SmallPerth.Filled(0, 2);
        }

        // Slow: 1, 2.5, 4, 5.5, 7 under the mask 1, 1, 1, 0, 0; normal: 1, 3; fast: 1, 4, 7 under 1, 1, 0.
        float mark = Decode(tensors, [1, 3, 5, 7], [true, true, false, false], pieceFrames);
        Assert.Equal((2.5 + 2 + 2.5) / 3, mark, 1e-6);
    }

    [Fact]
    public void Without_sound_there_is_no_mark() =>
        Assert.Equal(0, Decode(SmallPerth.Zero(), new float[8 * 4], new bool[8], 100));

    private float Decode(Dictionary<string, HostTensor> tensors, float[] levels, bool[] mask, int pieceFrames)
    {
        using DictionarySource source = new(tensors);
        return new WatermarkDecoder(new Weights(_engine, source).At("decoder"), pieceFrames).Forward(levels, mask);
    }
}
