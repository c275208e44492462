namespace Chatterbox.Tensors;

/// <summary>An element-wise function with its parameter.</summary>
/// <param name="Kind">Which function.</param>
/// <param name="Slope">The negative slope of <see cref="ActivationKind.LeakyRelu"/>; not used by the others.</param>
public readonly record struct Activation(ActivationKind Kind, float Slope = 0)
{
    /// <summary>A leaky ReLU of the given negative slope.</summary>
    public static Activation LeakyRelu(float slope) => new(ActivationKind.LeakyRelu, slope);

    /// <summary>A function without a parameter.</summary>
    public static implicit operator Activation(ActivationKind kind) => new(kind);

    /// <summary>A function without a parameter.</summary>
    public static Activation FromActivationKind(ActivationKind kind) => new(kind);
}
