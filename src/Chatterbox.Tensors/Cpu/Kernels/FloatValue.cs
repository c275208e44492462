using System.Runtime.CompilerServices;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Panels of floats.</summary>
internal readonly unsafe struct FloatValue<TVector, TLane> : IPanelValue<TVector>
    where TLane : struct, ILane<TVector>
{
    public static int Size => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(byte* source) => TLane.Load((float*)source);
}
