using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Registers of 256 bits.</summary>
internal readonly unsafe struct Lane256 : ILane<Vector256<float>>
{
    public static int Width => 8;

    public static Vector256<float> Zero => Vector256<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Widen(sbyte* source) => Vector256.ConvertToSingle(WidenToInt(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> WidenHalf(ushort* source) => (Avx2.IsSupported
        ? Avx2.ConvertToVector256Int32(Vector128.Load(source)) << 16
        : Vector256.Create(Lane128.WidenHalf(source).AsInt32(), Lane128.WidenHalf(source + 4).AsInt32())).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.MultiplyAddEstimate(a, b, c);

    /// <summary>A register's worth of bytes as integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> WidenToInt(sbyte* source) => Avx2.IsSupported
        ? Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(*(long*)source).AsSByte())
        : Vector256.Create(Lane128.WidenToInt(source), Lane128.WidenToInt(source + 4));
}
