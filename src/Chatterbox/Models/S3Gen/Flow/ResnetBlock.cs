using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// Two causal blocks around a projected residual; the time enters between them.
/// Port of CausalResnetBlock1D in chatterbox models/s3gen/decoder.py.
/// </summary>
internal sealed class ResnetBlock(Weights w, int inputs, int channels, int timeChannels)
{
    private readonly CausalBlock _block1 = new(w.At("block1"), inputs, channels);
    private readonly Linear _time = new(w.At("mlp.1").For(WeightRole.Exact), timeChannels, channels);
    private readonly CausalBlock _block2 = new(w.At("block2"), channels, channels);
    private readonly Conv1d _residual = Conv1d.Same(w.At("res_conv"), inputs: inputs, outputs: channels, kernel: 1);

    /// <summary>x (B, T, in) with the time embedding (B, E) to (B, T, out)</summary>
    public Tensor Forward(Tensor x, Tensor time)
    {
        using Scope scope = x.Engine.BeginScope();
        Tensor t = _time.Forward(time.Activate(ActivationKind.Mish)); // (B, out)
        Tensor h = _block1.Forward(x); // (B, T, out)
        h = _block2.Forward(h.Add(t.Reshape(new Shape(t.Dim(0), 1, t.Dim(1))))); // (B, T, out)
        return scope.Keep(_residual.Forward(x, residual: h)); // (B, T, out)
    }
}
