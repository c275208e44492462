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
    public static float WidenHalf(ushort* source) => BitConverter.UInt32BitsToSingle((uint)*source << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) => float.MultiplyAddEstimate(a, b, c);

    public static int NoSum => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Pairs(sbyte* source) => (source[1] << 16) + (ushort)source[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Pair(short* source) => (source[1] << 16) + (ushort)source[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DotAdd(int left, int right, int sum) => sum + (short)left * (short)right + (left >> 16) * (right >> 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToFloat(int sum) => sum;
}
