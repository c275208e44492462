using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>x + sin^2(alpha x) / alpha with a learned alpha for each channel (Ziyin et al. 2020); -1 channels take any number.</summary>
public sealed class Snake(Weights w, int channels = -1)
{
    private readonly Tensor _alpha = w.Engine.Constant(w.Get("alpha", channels));

    /// <summary>(..., channels) to the same shape</summary>
    public Tensor Forward(Tensor x) => x.Engine.Snake(x, _alpha);
}
