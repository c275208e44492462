namespace Chatterbox.Server;

/// <summary>Where a model runs, and on which engine.</summary>
internal enum DeviceKind
{
    /// <summary>The CPU, on the engine that is always there.</summary>
    Cpu,

    /// <summary>The CPU, on libtorch.</summary>
    TorchCpu,

    /// <summary>A GPU of NVIDIA, on libtorch.</summary>
    Cuda,

    /// <summary>The first GPU if it can be used, else the CPU.</summary>
    Auto,
}
