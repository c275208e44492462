using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.CampPlus;

/// <summary>A 2-D convolution and its batch normalisation, as they come in pairs in models/s3gen/xvector.py.</summary>
public sealed class NormConv2d
{
    private readonly Conv2d _convolution;
    private readonly BatchNorm _norm;

    /// <summary>Takes the weights of both; a square kernel, padded so that the width stays.</summary>
    public NormConv2d(Weights convolution, Weights norm, int inputs, int kernel, int strideHeight = 1)
    {
        convolution.Expect("weight", -1, inputs, kernel, kernel);
        Outputs = convolution.ShapeOf("weight")[0];
        norm.Expect("running_mean", Outputs);
        _convolution = new Conv2d(convolution, strideHeight, kernel / 2);
        _norm = new BatchNorm(norm);
    }

    /// <summary>Channels that come out.</summary>
    public int Outputs { get; }

    /// <summary>(H, W, in) to (H', W, out)</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = x.Engine.BeginScope();
        return scope.Keep(_norm.Forward(_convolution.Forward(x)));
    }
}
