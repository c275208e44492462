using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>Transposed convolution over time. Port of torch.nn.ConvTranspose1d.</summary>
public sealed class ConvTranspose1d
{
    private readonly Engine _engine;
    private readonly Weight _weight;

    /// <summary>Takes <c>weight</c> (in, out, kernel), plain or normalised, and <c>bias</c> (out) where there is one.</summary>
    public ConvTranspose1d(Weights w, int stride, int padding)
    {
        HostTensor weight = WeightNorm.Read(w);
        w.TryGet("bias", out HostTensor? bias, weight.Shape[1]);
        (_engine, _weight) = (w.Engine, w.Engine.ConvTranspose1dWeight(weight, bias, stride, padding));
        weight.Release();
    }

    /// <summary>Taps of a filter.</summary>
    public int Kernel => _weight.Shape[2];

    /// <summary>Multiply-adds for an input frame.</summary>
    public long Work => _weight.Shape.Count;

    /// <summary>(B, T, in) to (B, (T - 1) stride - 2 padding + kernel, out)</summary>
    public Tensor Forward(Tensor x) => _engine.ConvTranspose1d(x, _weight);
}
