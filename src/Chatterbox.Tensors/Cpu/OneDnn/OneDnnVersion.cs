using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>dnnl_version_t.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OneDnnVersion
{
    public int Major, Minor, Patch;
    public nint Hash;
    public uint CpuRuntime, GpuRuntime;
}
