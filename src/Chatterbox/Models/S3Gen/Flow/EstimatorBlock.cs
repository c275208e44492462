using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// A resnet block and its transformer blocks: one entry of down_blocks, mid_blocks or up_blocks of ConditionalDecoder in
/// chatterbox models/s3gen/decoder.py. <paramref name="name"/> is its place among the recorded tensors.
/// </summary>
internal sealed class EstimatorBlock(Weights w, string name, int inputs, int channels, int timeChannels)
{
    private readonly ResnetBlock _resnet = new(w.At(0), inputs, channels, timeChannels);
    private readonly TransformerBlock[] _transformers = ReadTransformers(w, channels);

    /// <summary>x (B, T, in) with the time embedding (B, E) to (B, T, C)</summary>
    public Tensor Forward(Tensor x, Tensor time, FlowMonitor monitor)
    {
        using Scope scope = x.Engine.BeginScope();
        x = _resnet.Forward(x, time).Tap($"{name}/resnet"); // (B, T, C)
        for (int i = 0; i < _transformers.Length; i++)
        {
            monitor.Check();
            x = _transformers[i].Forward(x).Tap($"{name}/tf{i}"); // (B, T, C)
        }

        monitor.BlockDone();
        return scope.Keep(x);
    }

    private static TransformerBlock[] ReadTransformers(Weights w, int channels)
    {
        var blocks = new TransformerBlock[w.Count("1")];
        for (int i = 0; i < blocks.Length; i++)
            blocks[i] = new TransformerBlock(w.At(1).At(i), channels);
        return blocks;
    }
}
