using System.Runtime.CompilerServices;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Panels of bfloat16.</summary>
internal readonly unsafe struct HalfValue<TVector, TLane> : IPanelValue<TVector>
    where TLane : struct, ILane<TVector>
{
    public static int Size => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(byte* source) => TLane.WidenHalf((ushort*)source);
}
