using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// Lets every token see the next three, then two before it, around a residual.
/// Port of PreLookaheadLayer in chatterbox models/s3gen/transformer/upsample_encoder.py.
/// </summary>
internal sealed class PreLookahead(Weights w, int channels)
{
    private const int AheadKernel = 4;
    private const int BackKernel = 3;
    private const float NegativeSlope = 0.01f;

    private readonly Conv1d _ahead = new(w.At("conv1"), new Conv1dOptions(PadRight: AheadKernel - 1), channels, channels, AheadKernel);
    private readonly Conv1d _back = Conv1d.Causal(w.At("conv2"), channels, channels, BackKernel);

    /// <summary>(B, T, C) to (B, T, C)</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = x.Engine.BeginScope();
        Tensor h = _ahead.Forward(x).Activate(Activation.LeakyRelu(NegativeSlope)); // (B, T, C)
        return scope.Keep(_back.Forward(h).Add(x)); // (B, T, C)
    }
}
