using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Registers of 512 bits.</summary>
internal readonly unsafe struct Lane512 : IDotLane<Vector512<float>, Vector512<int>>
{
    public static int Width => 16;

    public static Vector512<float> Zero => Vector512<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> WidenHalf(ushort* source) => (Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Int32(Vector256.Load(source)) << 16
            : Vector512.Create(Lane256.WidenHalf(source).AsInt32(), Lane256.WidenHalf(source + 8).AsInt32())).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.MultiplyAddEstimate(a, b, c);

    public static Vector512<int> NoSum => Vector512<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Pairs(sbyte* source) => Avx512BW.ConvertToVector512Int16(Vector256.Load(source)).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> LowerNibbles(Vector512<int> bytes) => ((bytes.AsInt16() << 12) >> 12).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> UpperNibbles(Vector512<int> bytes) => (bytes.AsInt16() >> 4).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Pair(short* source) => Vector512.Create(*(int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> DotAdd(Vector512<int> left, Vector512<int> right, Vector512<int> sum) =>
        sum + Avx512BW.MultiplyAddAdjacent(left.AsInt16(), right.AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToFloat(Vector512<int> sum) => Vector512.ConvertToSingle(sum);
}
