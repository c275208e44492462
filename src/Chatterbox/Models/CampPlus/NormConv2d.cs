using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.CampPlus;

/// <summary>
/// A 2-D convolution over a (height, width, channels) map and its batch normalisation, as they come in pairs in models/s3gen/xvector.py;
/// folded into one at load.
/// </summary>
public sealed class NormConv2d
{
    private readonly Engine _engine;
    private readonly Weight _weight;
    private readonly int _strideHeight;
    private readonly int _padding;

    /// <summary>Takes the weights of both; a square kernel, padded so that the width stays.</summary>
    public NormConv2d(Weights convolution, Weights norm, int inputs, int kernel, int strideHeight = 1)
    {
        HostTensor weight = convolution.Get("weight", -1, inputs, kernel, kernel);
        (HostTensor filters, HostTensor bias) = new BatchNormFactors(norm, weight.Shape[0]).Fold(weight);
        (_engine, _weight, _strideHeight, _padding) = (convolution.Engine, convolution.Engine.Conv2dWeight(filters, bias), strideHeight, kernel / 2);
        weight.Release();
    }

    /// <summary>Channels that come out.</summary>
    public int Outputs => _weight.Shape[0];

    /// <summary>(H, W, in) to (H', W', out)</summary>
    public Tensor Forward(Tensor x) => _engine.Conv2d(x, _weight, _strideHeight, _padding);
}
