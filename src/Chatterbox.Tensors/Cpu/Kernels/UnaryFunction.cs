using Chatterbox.Tensors.Cpu.Kernels.Operators;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>An element-wise function as a job can carry it.</summary>
internal readonly unsafe struct UnaryFunction
{
    private readonly delegate*<float*, float*, int, float, void> _run;
    private readonly float _parameter;

    private UnaryFunction(delegate*<float*, float*, int, float, void> run, float parameter)
    {
        _run = run;
        _parameter = parameter;
    }

    /// <summary>Whether it is none.</summary>
    public bool IsNone => _run is null;

    /// <summary>The kernel of an activation at a level.</summary>
    public static UnaryFunction Of(Activation activation, SimdLevel level) => activation.Kind switch
    {
        ActivationKind.Relu => Of<ReluOperator>(level),
        ActivationKind.LeakyRelu => Of<LeakyReluOperator>(level, activation.Slope),
        ActivationKind.Elu => Of<EluOperator>(level),
        ActivationKind.Silu => Of<SiluOperator>(level),
        ActivationKind.GeluErf => Of<GeluErfOperator>(level),
        ActivationKind.GeluTanh => Of<GeluTanhOperator>(level),
        ActivationKind.Mish => Of<MishOperator>(level),
        ActivationKind.Tanh => Of<TanhOperator>(level),
        ActivationKind.Sigmoid => Of<SigmoidOperator>(level),
        ActivationKind.Exp => Of<ExpOperator>(level),
        ActivationKind.Sin => Of<SinOperator>(level),
        ActivationKind.Cos => Of<CosOperator>(level),
        ActivationKind.Abs => Of<AbsOperator>(level),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "No such activation."),
    };

    /// <summary>The kernel of an operator at a level.</summary>
    public static UnaryFunction Of<TOperator>(SimdLevel level, float parameter = 0)
        where TOperator : struct, IUnaryOperator =>
        new(level == SimdLevel.Scalar ? &UnaryKernel<TOperator>.RunScalar : &UnaryKernel<TOperator>.Run, parameter);

    /// <summary>y = f(x) over a run of values; x and y may be the same.</summary>
    public void Run(float* x, float* y, int count) => _run(x, y, count, _parameter);
}
