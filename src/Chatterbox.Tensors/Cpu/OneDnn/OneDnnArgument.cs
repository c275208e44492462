using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>dnnl_exec_arg_t: which of a primitive's arguments a memory object is.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OneDnnArgument
{
    public int Role;
    public nint Memory;
}
