using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>Normalises every row over its channels, of which -1 takes any number. Port of torch.nn.LayerNorm.</summary>
public sealed class LayerNorm(Weights w, float eps = 1e-5f, int channels = -1)
{
    private readonly Tensor _gain = w.Engine.Constant(w.Get("weight", channels));
    private readonly Tensor _bias = w.Engine.Constant(w.Get("bias", w.ShapeOf("weight").Last));

    /// <summary>(..., channels) to the same shape</summary>
    public Tensor Forward(Tensor x) => x.Engine.LayerNorm(x, _gain, _bias, eps);
}
