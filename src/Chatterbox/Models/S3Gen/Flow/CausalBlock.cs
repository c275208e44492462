using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// A causal convolution of three frames, a norm over the channels, Mish.
/// Port of CausalBlock1D in chatterbox models/s3gen/decoder.py.
/// </summary>
internal sealed class CausalBlock(Weights w, int inputs, int channels)
{
    private const int Kernel = 3;

    private readonly Conv1d _conv = Conv1d.Causal(w.At("block.0"), inputs, channels, Kernel);
    private readonly LayerNorm _norm = new(w.At("block.2"), channels: channels);

    /// <summary>(B, T, in) to (B, T, out)</summary>
    public Tensor Forward(Tensor x) => _norm.Forward(_conv.Forward(x)).Activate(ActivationKind.Mish);
}
