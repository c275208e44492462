using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// What stands before each stack of the encoder: a linear layer, a norm, and the factor sqrt(channels). Positions are not added.
/// Port of LinearNoSubsampling in chatterbox models/s3gen/transformer/subsampling.py with the scale of its position encoding.
/// </summary>
internal sealed class EncoderInput
{
    private readonly Linear _linear;
    private readonly LayerNorm _norm;

    /// <summary>Takes <c>out.0</c> and <c>out.1</c>; -1 outputs take any number.</summary>
    public EncoderInput(Weights w, int inputs, int outputs = -1)
    {
        _linear = new Linear(w.At("out.0"), inputs, outputs);
        _norm = new LayerNorm(w.At("out.1"), channels: _linear.Outputs);
    }

    /// <summary>Channels that come out.</summary>
    public int Channels => _linear.Outputs;

    /// <summary>(B, T, in) to (B, T, channels)</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = x.Engine.BeginScope();
        return scope.Keep(_norm.Forward(_linear.Forward(x)).Scale(MathF.Sqrt(Channels)));
    }
}
