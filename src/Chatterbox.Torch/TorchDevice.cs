namespace Chatterbox.Torch;

/// <summary>A device of libtorch.</summary>
/// <param name="IsCuda">Whether it is a GPU of NVIDIA; otherwise it is the CPU.</param>
/// <param name="Index">Which of the GPUs.</param>
public readonly record struct TorchDevice(bool IsCuda, int Index = 0)
{
    /// <summary>The CPU.</summary>
    public static TorchDevice Cpu { get; } = new(false);
}
