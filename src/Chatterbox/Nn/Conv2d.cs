using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>Convolution over a (height, width, channels) map. Port of torch.nn.Conv2d as CAMPPlus uses it.</summary>
public sealed class Conv2d
{
    private readonly Engine _engine;
    private readonly Weight _weight;
    private readonly int _strideHeight;
    private readonly int _padding;

    /// <summary>Takes <c>weight</c> (out, in, height, width). It has no bias: a norm follows.</summary>
    public Conv2d(Weights w, int strideHeight, int padding)
    {
        HostTensor weight = w.Get("weight", -1, -1, -1, -1);
        (_engine, _weight, _strideHeight, _padding) = (w.Engine, w.Engine.Conv2dWeight(weight, null), strideHeight, padding);
        weight.Release();
    }

    /// <summary>(H, W, in) to (H', W', out)</summary>
    public Tensor Forward(Tensor x) => _engine.Conv2d(x, _weight, _strideHeight, _padding);
}
