using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.CampPlus;

/// <summary>
/// A convolution whose output is masked by what the whole recording and the hundred frames around sound like: context-aware
/// masking (Wang et al. 2023). Port of CAMLayer in models/s3gen/xvector.py.
/// </summary>
public sealed class ContextMask
{
    private const int Segment = 100;
    private const int Kernel = 3;

    private readonly Engine _engine;
    private readonly Conv1d _local;
    private readonly Conv1d _down;
    private readonly Conv1d _up;

    /// <summary>Takes <c>linear_local</c>, <c>linear1</c> and <c>linear2</c>, the last two of kernel 1.</summary>
    public ContextMask(Weights w, int inputs, int dilation)
    {
        _engine = w.Engine;
        w.Expect("linear_local.weight", -1, inputs, Kernel);
        w.Expect("linear1.weight", -1, inputs, 1);
        w.Expect("linear2.weight", w.ShapeOf("linear_local.weight")[0], w.ShapeOf("linear1.weight")[0], 1);
        _local = Conv1d.Same(w.At("linear_local"), dilation, bias: false);
        _down = Conv1d.Same(w.At("linear1"));
        _up = Conv1d.Same(w.At("linear2"));
    }

    /// <summary>Channels that come out.</summary>
    public int Outputs => _local.Outputs;

    /// <summary>(1, T, in) to (1, T, out)</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = _engine.BeginScope();
        Tensor context = _engine.SegmentMeans(x, Segment).Add(_engine.MeanOverTime(x)); // (1, T, in)
        context = _down.Forward(context).Activate(ActivationKind.Relu); // (1, T, in / 2)
        Tensor mask = _up.Forward(context).Activate(ActivationKind.Sigmoid); // (1, T, out)
        return scope.Keep(_local.Forward(x).Mul(mask));
    }
}
