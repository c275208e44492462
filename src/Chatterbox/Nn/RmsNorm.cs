using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>Divides every row by its root mean square; -1 channels take any number. Port of transformers' LlamaRMSNorm.</summary>
public sealed class RmsNorm(Weights w, float eps = 1e-5f, int channels = -1)
{
    private readonly Tensor _gain = w.Engine.Constant(w.Get("weight", channels));

    /// <summary>(..., channels) to the same shape</summary>
    public Tensor Forward(Tensor x) => x.Engine.RmsNorm(x, _gain, eps);
}
