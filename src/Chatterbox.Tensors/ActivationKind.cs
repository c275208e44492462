namespace Chatterbox.Tensors;

/// <summary>The element-wise functions of the models.</summary>
public enum ActivationKind
{
    /// <summary>max(x, 0)</summary>
    Relu,

    /// <summary>x where positive, slope * x elsewhere</summary>
    LeakyRelu,

    /// <summary>x where positive, exp(x) - 1 elsewhere</summary>
    Elu,

    /// <summary>x * sigmoid(x)</summary>
    Silu,

    /// <summary>x * (1 + erf(x / sqrt 2)) / 2</summary>
    GeluErf,

    /// <summary>The tanh form of GELU, GPT-2's gelu_new</summary>
    GeluTanh,

    /// <summary>x * tanh(ln(1 + exp x))</summary>
    Mish,

    /// <summary>Hyperbolic tangent</summary>
    Tanh,

    /// <summary>1 / (1 + exp(-x))</summary>
    Sigmoid,

    /// <summary>exp(x)</summary>
    Exp,

    /// <summary>sin(x)</summary>
    Sin,

    /// <summary>cos(x)</summary>
    Cos,

    /// <summary>|x|</summary>
    Abs,
}
