using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>Transposed convolution over time. Port of torch.nn.ConvTranspose1d.</summary>
public sealed class ConvTranspose1d
{
    private readonly Engine _engine;
    private readonly Weight _weight;

    /// <summary>Takes <c>weight</c> (in, out, kernel), plain or normalised, and <c>bias</c> (out); -1 takes any size.</summary>
    public ConvTranspose1d(Weights w, int stride, int padding, int inputs = -1, int outputs = -1)
    {
        HostTensor weight = WeightNorm.Read(w, inputs, outputs);
        HostTensor bias = w.Get("bias", weight.Shape[1]);
        (_engine, _weight) = (w.Engine, w.Engine.ConvTranspose1dWeight(weight, bias, stride, padding, w.Role));
        weight.Release();
    }

    /// <summary>Channels that come out.</summary>
    public int Outputs => _weight.Shape[1];

    /// <summary>Taps of a filter.</summary>
    public int Kernel => _weight.Shape[2];

    /// <summary>Multiply-adds for an input frame.</summary>
    public long Work => _weight.Shape.Count;

    /// <summary>(B, T, in) to (B, (T - 1) stride - 2 padding + kernel, out)</summary>
    public Tensor Forward(Tensor x) => _engine.ConvTranspose1d(x, _weight);
}
