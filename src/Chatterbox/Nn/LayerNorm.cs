using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>Normalises every row over its channels. Port of torch.nn.LayerNorm.</summary>
public sealed class LayerNorm(Weights w, float eps = 1e-5f)
{
    private readonly Tensor _gain = w.Engine.Constant(w.Get("weight", -1));
    private readonly Tensor _bias = w.Engine.Constant(w.Get("bias", -1));

    /// <summary>(..., channels) to the same shape</summary>
    public Tensor Forward(Tensor x) => x.Engine.LayerNorm(x, _gain, _bias, eps);
}
