using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>Divides every row by its root mean square. Port of transformers' LlamaRMSNorm.</summary>
public sealed class RmsNorm(Weights w, float eps = 1e-5f)
{
    private readonly Tensor _gain = w.Engine.Constant(w.Get("weight", -1));

    /// <summary>(..., channels) to the same shape</summary>
    public Tensor Forward(Tensor x) => x.Engine.RmsNorm(x, _gain, eps);
}
