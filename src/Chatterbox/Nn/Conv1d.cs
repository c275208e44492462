using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>Convolution over time, with or without weight normalisation. Port of torch.nn.Conv1d; time is the middle axis here.</summary>
public sealed class Conv1d
{
    private readonly Engine _engine;
    private readonly Weight _weight;
    private readonly Conv1dOptions _options;

    /// <summary>Takes <c>weight</c> (out, in, kernel), plain or normalised, and <c>bias</c> (out) where the layer has one; -1 takes any size.</summary>
    public Conv1d(Weights w, Conv1dOptions options, int inputs = -1, int outputs = -1, int kernel = -1, bool bias = true)
    {
        HostTensor weight = WeightNorm.Read(w, outputs, inputs, kernel);
        (_engine, _options, _weight) = (w.Engine, options, w.Engine.Conv1dWeight(weight, bias ? w.Get("bias", weight.Shape[0]) : null, w.Role));
        weight.Release();
    }

    /// <summary>Takes <c>weight</c> (out, in, kernel) of a layer without a bias, and the batch normalisation (out) that follows it.</summary>
    public Conv1d(Weights w, Weights norm, Conv1dOptions options, bool affine = true)
    {
        HostTensor weight = w.Get("weight", -1, -1, -1);
        (HostTensor filters, HostTensor bias) = new BatchNormFactors(norm, weight.Shape[0], affine: affine).Fold(weight);
        (_engine, _options, _weight) = (w.Engine, options, w.Engine.Conv1dWeight(filters, bias, w.Role));
        weight.Release();
    }

    private Conv1d(Engine engine, Weight weight, Conv1dOptions options) => (_engine, _weight, _options) = (engine, weight, options);

    /// <summary>Channels that come out.</summary>
    public int Outputs => _weight.Shape[0];

    /// <summary>Channels that go in.</summary>
    public int Inputs => _weight.Shape[1];

    /// <summary>Taps of a filter.</summary>
    public int Kernel => _weight.Shape[2];

    /// <summary>Multiply-adds for an output frame.</summary>
    public long Work => (long)Outputs * Inputs * Kernel;

    /// <summary>A convolution whose output frame sees no later input: all padding is on the left.</summary>
    public static Conv1d Causal(Weights w, int inputs = -1, int outputs = -1, int kernel = -1)
    {
        var plain = new Conv1d(w, default, inputs, outputs, kernel);
        return new Conv1d(plain._engine, plain._weight, Conv1dOptions.Causal(plain._weight.Shape[2]));
    }

    /// <summary>A convolution that keeps the number of frames: half the padding on each side.</summary>
    public static Conv1d Same(Weights w, int dilation = 1, int inputs = -1, int outputs = -1, int kernel = -1, bool bias = true)
    {
        var plain = new Conv1d(w, default, inputs, outputs, kernel, bias);
        return new Conv1d(plain._engine, plain._weight, Conv1dOptions.Padded(dilation * (plain._weight.Shape[2] - 1) / 2, dilation: dilation));
    }

    /// <summary>(B, T, in) to (B, T', out), to which a residual (B, T', out) is added.</summary>
    public Tensor Forward(Tensor x, Tensor? residual = null) => _engine.Conv1d(x, _weight, _options, residual);
}
