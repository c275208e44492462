namespace Chatterbox.Torch;

/// <summary>How the weights of T3's transformer are kept, and its keys and values; everything else is float32.</summary>
public enum TorchPrecision
{
    /// <summary>As they are: the reference.</summary>
    Float32,

    /// <summary>In bfloat16, half the bytes; sums stay float32.</summary>
    BFloat16,
}
