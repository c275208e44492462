namespace Chatterbox.Torch.Tests;

/// <summary>The engines to test: libtorch on the CPU.</summary>
internal static class Engines
{
    private const int Threads = 2;

    /// <summary>The reference mode.</summary>
    public static TorchEngine Exact() => Create(TorchPrecision.Float32);

    /// <summary>The mode with T3's layers in bfloat16.</summary>
    public static TorchEngine Rounded() => Create(TorchPrecision.BFloat16);

    /// <summary>In a precision; with <paramref name="asOnGpu"/> it goes the ways that are a GPU's.</summary>
    public static TorchEngine Create(TorchPrecision precision, bool asOnGpu = false) => new(TorchDevice.Cpu, Threads, precision, asOnGpu);
}
