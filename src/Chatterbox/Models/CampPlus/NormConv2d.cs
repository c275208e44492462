using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.CampPlus;

/// <summary>A 2-D convolution and its batch normalisation, as they come in pairs in models/s3gen/xvector.py.</summary>
public sealed class NormConv2d(Weights convolution, Weights norm, int strideHeight, int padding)
{
    private readonly Conv2d _convolution = new(convolution, strideHeight, padding);
    private readonly BatchNorm _norm = new(norm);

    /// <summary>(H, W, in) to (H', W', out)</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = x.Engine.BeginScope();
        return scope.Keep(_norm.Forward(_convolution.Forward(x)));
    }
}
