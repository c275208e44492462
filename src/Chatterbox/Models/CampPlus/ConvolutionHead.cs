using Chatterbox.Tensors;

namespace Chatterbox.Models.CampPlus;

/// <summary>2-D convolutions over frequency and time that shrink 80 bins to 10. Port of FCM in models/s3gen/xvector.py.</summary>
public sealed class ConvolutionHead
{
    private const int Kernel = 3;
    private const int Stride = 2; // on the frequencies only
    private const int Shrinkage = 8; // of the frequencies, by three strides

    private readonly Engine _engine;
    private readonly NormConv2d _first;
    private readonly List<ResidualBlock> _blocks = [];
    private readonly NormConv2d _last;

    /// <summary>Takes <c>conv1</c>, <c>bn1</c>, <c>layer1</c>, <c>layer2</c>, <c>conv2</c> and <c>bn2</c>.</summary>
    public ConvolutionHead(Weights w)
    {
        _engine = w.Engine;
        _first = new NormConv2d(w.At("conv1"), w.At("bn1"), inputs: 1, Kernel);
        int channels = _first.Outputs;
        foreach (string layer in (string[])["layer1", "layer2"])
            for (int i = 0; i < w.Count(layer); i++)
            {
                _blocks.Add(new ResidualBlock(w.At(layer).At(i), channels, i == 0 ? Stride : 1));
                channels = _blocks[^1].Outputs;
            }

        _last = new NormConv2d(w.At("conv2"), w.At("bn2"), channels, Kernel, Stride);
    }

    /// <summary>Channels that come out for a mel of <paramref name="bins"/> bins.</summary>
    public int Outputs(int bins) => _last.Outputs * (bins / Shrinkage);

    /// <summary>(1, T, bins) to (1, T, channels bins / 8); a channel's frequencies lie side by side</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = _engine.BeginScope();
        Tensor y = _engine.Permute(x, 2, 1, 0); // (F, T, 1)
        y = _first.Forward(y).Activate(ActivationKind.Relu); // (F, T, C)
        foreach (ResidualBlock block in _blocks)
            y = block.Forward(y); // (F / 2, T, C), (F / 4, T, C)
        y = _last.Forward(y).Activate(ActivationKind.Relu); // (F / 8, T, C)
        y = _engine.Permute(y, 1, 2, 0); // (T, C, F / 8)
        return scope.Keep(y.Reshape(new Shape(1, y.Dim(0), y.Dim(1) * y.Dim(2))));
    }
}
