using Chatterbox.Tensors.Cpu.Kernels;
using Chatterbox.Tensors.Cpu.Kernels.Operators;

namespace Chatterbox.Tensors.Cpu;

/// <content>Norms and element-wise functions.</content>
public sealed unsafe partial class CpuEngine
{
    /// <inheritdoc/>
    public override Tensor LayerNorm(Tensor x, Tensor gain, Tensor bias, float eps)
    {
        RequireVector(nameof(LayerNorm), x, gain);
        RequireVector(nameof(LayerNorm), x, bias);
        CpuTensor y = New(x.Shape);
        var kernel = new LayerNormKernel
        {
            X = Cpu(x).Pointer, Y = y.Pointer, Gain = Cpu(gain).Pointer, Bias = Cpu(bias).Pointer, Channels = x.Shape.Last, Eps = eps,
        };
        RowJob<LayerNormKernel>.Run(_workers, kernel, x.Shape.Rows, x.Shape.Last);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor RmsNorm(Tensor x, Tensor gain, float eps)
    {
        RequireVector(nameof(RmsNorm), x, gain);
        CpuTensor y = New(x.Shape);
        var kernel = new RmsNormKernel { X = Cpu(x).Pointer, Y = y.Pointer, Gain = Cpu(gain).Pointer, Channels = x.Shape.Last, Eps = eps };
        RowJob<RmsNormKernel>.Run(_workers, kernel, x.Shape.Rows, x.Shape.Last);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor L2Normalize(Tensor x, float eps)
    {
        CpuTensor y = New(x.Shape);
        var kernel = new L2NormalizeKernel { X = Cpu(x).Pointer, Y = y.Pointer, Channels = x.Shape.Last, Eps = eps };
        RowJob<L2NormalizeKernel>.Run(_workers, kernel, x.Shape.Rows, x.Shape.Last);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Softmax(Tensor x)
    {
        CpuTensor y = New(x.Shape);
        var kernel = new SoftmaxKernel { X = Cpu(x).Pointer, Y = y.Pointer, Channels = x.Shape.Last };
        RowJob<SoftmaxKernel>.Run(_workers, kernel, x.Shape.Rows, x.Shape.Last);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Add(Tensor a, Tensor b) => Binary(nameof(Add), a, b, product: false);

    /// <inheritdoc/>
    public override Tensor Mul(Tensor a, Tensor b) => Binary(nameof(Mul), a, b, product: true);

    /// <inheritdoc/>
    public override Tensor AddScaled(Tensor a, Tensor b, float factor)
    {
        if (a.Shape != b.Shape)
            throw Mismatch(nameof(AddScaled), a.Shape, b.Shape);
        CpuTensor y = New(a.Shape);
        var kernel = new AddScaledKernel { A = Cpu(a).Pointer, B = Cpu(b).Pointer, Y = y.Pointer, Channels = a.Shape.Last, Factor = factor };
        RowJob<AddScaledKernel>.Run(_workers, kernel, a.Shape.Rows, a.Shape.Last);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Scale(Tensor x, float factor) => Unary(x, UnaryFunction.Of<ScaleOperator>(_level, factor));

    /// <inheritdoc/>
    public override Tensor Clamp(Tensor x, float low, float high)
    {
        CpuTensor y = New(x.Shape);
        var kernel = new ClampKernel { X = Cpu(x).Pointer, Y = y.Pointer, Channels = x.Shape.Last, Low = low, High = high };
        RowJob<ClampKernel>.Run(_workers, kernel, x.Shape.Rows, x.Shape.Last);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Activate(Tensor x, Activation activation) => Unary(x, UnaryFunction.Of(activation, _level));

    /// <inheritdoc/>
    public override Tensor GatedSilu(Tensor x)
    {
        if (x.Shape.Last % 2 != 0)
            throw new ArgumentException($"{nameof(GatedSilu)}: {x.Shape} has no two halves; this is a bug.", nameof(x));
        int channels = x.Shape.Last / 2;
        CpuTensor y = New(WithAxis(x.Shape, x.Shape.Rank - 1, channels));
        var kernel = new GatedSiluKernel { X = Cpu(x).Pointer, Y = y.Pointer, Channels = channels, Scalar = _level == SimdLevel.Scalar };
        RowJob<GatedSiluKernel>.Run(_workers, kernel, x.Shape.Rows, x.Shape.Last);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Snake(Tensor x, Tensor alpha)
    {
        RequireVector(nameof(Snake), x, alpha);
        CpuTensor y = New(x.Shape);
        var kernel = new SnakeKernel
        {
            X = Cpu(x).Pointer, Y = y.Pointer, Alpha = Cpu(alpha).Pointer, Channels = x.Shape.Last, Scalar = _level == SimdLevel.Scalar,
        };
        RowJob<SnakeKernel>.Run(_workers, kernel, x.Shape.Rows, x.Shape.Last);
        return y;
    }

    private static void RequireVector(string operation, Tensor x, Tensor vector)
    {
        if (vector.Shape.Count != x.Shape.Last)
            throw Mismatch(operation, x.Shape, vector.Shape);
    }

    private CpuTensor Unary(Tensor x, UnaryFunction function)
    {
        CpuTensor y = New(x.Shape);
        UnaryJob.Run(_workers, function, Cpu(x).Pointer, y.Pointer, x.Shape.Count);
        return y;
    }

    private CpuTensor Binary(string operation, Tensor a, Tensor b, bool product)
    {
        (int divide, int modulo) = Repetition(a.Shape, b.Shape) ?? throw Mismatch(operation, a.Shape, b.Shape);
        CpuTensor y = New(a.Shape);
        var kernel = new BinaryKernel
        {
            A = Cpu(a).Pointer, B = Cpu(b).Pointer, Y = y.Pointer, Channels = a.Shape.Last, Divide = divide, Modulo = modulo, Product = product,
        };
        RowJob<BinaryKernel>.Run(_workers, kernel, a.Shape.Rows, a.Shape.Last);
        return y;
    }

    /// <summary>Row r of the first operand meets row (r / Divide) mod Modulo of the second; null where they do not fit.</summary>
    private static (int Divide, int Modulo)? Repetition(Shape a, Shape b)
    {
        if (a.Last != b.Last)
            return null;
        if (b.Rows == 1 || b.Rows == a.Rows)
            return (1, b.Rows);
        if (a.Rank != 3 || b.Rank != 3)
            return null;
        if (b[0] == a[0] && b[1] == 1)
            return (a[1], b[0]);
        return b[0] == 1 && b[1] == a[1] ? (1, a[1]) : null;
    }
}
