using Chatterbox.Tensors;
using TorchSharp;
using Native = TorchSharp.torch.Tensor;
using static TorchSharp.torch.nn;

namespace Chatterbox.Torch;

/// <content>Norms and element-wise functions.</content>
public sealed partial class TorchEngine
{
    /// <inheritdoc/>
    public override Tensor LayerNorm(Tensor x, Tensor gain, Tensor bias, float eps)
    {
        int channels = x.Shape.Last;
        RequireVector(nameof(LayerNorm), x, gain);
        RequireVector(nameof(LayerNorm), x, bias);
        return Compute(x.Shape, () => functional.layer_norm(Of(x), [channels], Of(gain).reshape(channels), Of(bias).reshape(channels), eps));
    }

    /// <inheritdoc/>
    public override Tensor RmsNorm(Tensor x, Tensor gain, float eps)
    {
        RequireVector(nameof(RmsNorm), x, gain);
        return Compute(x.Shape, () =>
        {
            Native values = Of(x);
            using Scalar floor = eps;
            Native scale = values.mul(values).mean([-1], keepdim: true).add(floor).rsqrt();
            return values.mul(scale).mul(Of(gain).reshape(x.Shape.Last));
        });
    }

    /// <inheritdoc/>
    public override Tensor L2Normalize(Tensor x, float eps) => Compute(x.Shape, () =>
    {
        Native values = Of(x);
        using Scalar floor = eps;
        return values.div(values.mul(values).sum(-1, keepdim: true).sqrt().clamp_min(floor));
    });

    /// <inheritdoc/>
    public override Tensor Softmax(Tensor x) => New(functional.softmax(Of(x), -1), x.Shape);

    /// <inheritdoc/>
    public override Tensor Add(Tensor a, Tensor b) => Compute(a.Shape, () => Of(a).add(Repeated(nameof(Add), a, b)));

    /// <inheritdoc/>
    public override Tensor Mul(Tensor a, Tensor b) => Compute(a.Shape, () => Of(a).mul(Repeated(nameof(Mul), a, b)));

    /// <inheritdoc/>
    public override Tensor AddScaled(Tensor a, Tensor b, float factor)
    {
        if (a.Shape != b.Shape)
            throw Mismatch(nameof(AddScaled), a.Shape, b.Shape);
        using Scalar scale = factor;
        return New(Of(a).add(Of(b), scale), a.Shape);
    }

    /// <inheritdoc/>
    public override Tensor Scale(Tensor x, float factor)
    {
        using Scalar scale = factor;
        return New(Of(x).mul(scale), x.Shape);
    }

    /// <inheritdoc/>
    public override Tensor Clamp(Tensor x, float low, float high)
    {
        using Scalar least = low;
        using Scalar most = high;
        return New(Of(x).clamp(least, most), x.Shape);
    }

    /// <inheritdoc/>
    public override Tensor Activate(Tensor x, Activation activation)
    {
        Native values = Of(x);
        Native y = activation.Kind switch
        {
            ActivationKind.Relu => functional.relu(values),
            ActivationKind.LeakyRelu => functional.leaky_relu(values, activation.Slope),
            ActivationKind.Elu => functional.elu(values, 1),
            ActivationKind.Silu => functional.silu(values),
            ActivationKind.GeluErf => functional.gelu(values, TorchSharp.Modules.GELU.Approximate.none),
            ActivationKind.GeluTanh => functional.gelu(values, TorchSharp.Modules.GELU.Approximate.tanh),
            ActivationKind.Mish => functional.mish(values),
            ActivationKind.Tanh => values.tanh(),
            ActivationKind.Sigmoid => values.sigmoid(),
            ActivationKind.Exp => values.exp(),
            ActivationKind.Sin => values.sin(),
            ActivationKind.Cos => values.cos(),
            ActivationKind.Abs => values.abs(),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "No such activation."),
        };
        return New(y, x.Shape);
    }

    /// <inheritdoc/>
    public override Tensor GatedSilu(Tensor x)
    {
        int channels = x.Shape.Last / 2;
        if (x.Shape.Last % 2 != 0)
            throw new ArgumentException($"{nameof(GatedSilu)}: {x.Shape} has no two halves; this is a bug.", nameof(x));
        return Compute(x.Shape.With(x.Shape.Rank - 1, channels), () => functional.silu(Of(x).narrow(-1, 0, channels)).mul(Of(x).narrow(-1, channels, channels)));
    }

    /// <inheritdoc/>
    public override Tensor Snake(Tensor x, Tensor alpha)
    {
        RequireVector(nameof(Snake), x, alpha);
        return Compute(x.Shape, () =>
        {
            Native values = Of(x), frequency = Of(alpha).reshape(x.Shape.Last);
            using Scalar floor = 1e-9f;
            Native wave = values.mul(frequency).sin();
            return values.add(wave.mul(wave).mul(frequency.add(floor).reciprocal()));
        });
    }

    private static void RequireVector(string operation, Tensor x, Tensor vector)
    {
        if (vector.Shape.Count != x.Shape.Last)
            throw Mismatch(operation, x.Shape, vector.Shape);
    }

    /// <summary>The second operand in a form that libtorch repeats over the first.</summary>
    private static Native Repeated(string operation, Tensor a, Tensor b)
    {
        Shape x = a.Shape, y = b.Shape;
        if (x.Last != y.Last)
            throw Mismatch(operation, x, y);
        if (y.Rows == 1)
            return Of(b).reshape(y.Last);
        if (y.Rows == x.Rows)
            return Of(b).reshape(x.Lengths());
        bool everyStep = x.Rank == 3 && y.Rank == 3 && y[0] == x[0] && y[1] == 1;
        bool everyEntry = x.Rank == 3 && y.Rank == 3 && y[0] == 1 && y[1] == x[1];
        return everyStep || everyEntry ? Of(b) : throw Mismatch(operation, x, y);
    }
}
