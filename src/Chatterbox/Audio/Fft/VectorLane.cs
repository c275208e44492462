using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chatterbox.Audio.Fft;

/// <summary>As many neighbouring doubles as a SIMD register holds.</summary>
internal readonly struct VectorLane(Vector<double> value) : ILane<VectorLane>
{
    private readonly Vector<double> _value = value;

    public static int Width => Vector<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane Load(ref double source, nuint offset) => new(Vector.LoadUnsafe(ref source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(VectorLane value, ref double destination, nuint offset) =>
        value._value.StoreUnsafe(ref destination, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane operator +(VectorLane left, VectorLane right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane operator -(VectorLane left, VectorLane right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLane operator *(VectorLane left, double right) => new(left._value * right);
}
