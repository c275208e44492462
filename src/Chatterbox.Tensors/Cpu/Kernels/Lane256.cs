using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Registers of 256 bits.</summary>
internal readonly unsafe struct Lane256 : IDotLane<Vector256<float>, Vector256<int>>
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
    public static Vector256<float> WidenHalf(ushort* source) => (Avx2.IsSupported
        ? Avx2.ConvertToVector256Int32(Vector128.Load(source)) << 16
        : Vector256.Create(Lane128.WidenHalf(source).AsInt32(), Lane128.WidenHalf(source + 4).AsInt32())).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.MultiplyAddEstimate(a, b, c);

    public static Vector256<int> NoSum => Vector256<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Pairs(sbyte* source) => Avx2.ConvertToVector256Int16(Vector128.Load(source)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> LowerNibbles(Vector256<int> bytes) => ((bytes.AsInt16() << 12) >> 12).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> UpperNibbles(Vector256<int> bytes) => (bytes.AsInt16() >> 4).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Pair(short* source) => Vector256.Create(*(int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> DotAdd(Vector256<int> left, Vector256<int> right, Vector256<int> sum) => AvxVnni.IsSupported
        ? AvxVnni.MultiplyWideningAndAdd(sum, left.AsInt16(), right.AsInt16())
        : sum + Avx2.MultiplyAddAdjacent(left.AsInt16(), right.AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ToFloat(Vector256<int> sum) => Vector256.ConvertToSingle(sum);
}
