using System.Runtime.CompilerServices;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>A register of one float: the scalar twin of the vector kernels.</summary>
internal readonly unsafe struct LaneScalar : IDotLane<float, int>
{
    public static int Width => 1;

    public static float Zero => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Broadcast(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float value, float* destination) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float WidenHalf(ushort* source) => BFloat16.Widen(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) => float.MultiplyAddEstimate(a, b, c);

    public static int NoSum => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Pairs(sbyte* source) => Pair(source[0], source[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int LowerNibbles(int bytes) => Pair(bytes << 28 >> 28, bytes << 12 >> 28);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int UpperNibbles(int bytes) => Pair((short)bytes >> 4, bytes >> 20);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Pair(short* source) => Pair(source[0], source[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DotAdd(int left, int right, int sum) => sum + (short)left * (short)right + (left >> 16) * (right >> 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToFloat(int sum) => sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Pair(int first, int second) => (second << 16) | (ushort)first;
}
