using System.Runtime.CompilerServices;

namespace Chatterbox.Audio.Fft;

/// <summary>Real and imaginary lanes of complex numbers.</summary>
internal readonly struct ComplexLane<T>(T re, T im)
    where T : struct, ILane<T>
{
    public readonly T Re = re;
    public readonly T Im = im;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLane<T> operator +(ComplexLane<T> left, ComplexLane<T> right) => new(left.Re + right.Re, left.Im + right.Im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLane<T> operator -(ComplexLane<T> left, ComplexLane<T> right) => new(left.Re - right.Re, left.Im - right.Im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLane<T> operator *(ComplexLane<T> left, double right) => new(left.Re * right, left.Im * right);

    /// <summary>left - i right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLane<T> MinusI(ComplexLane<T> left, ComplexLane<T> right) => new(left.Re + right.Im, left.Im - right.Re);

    /// <summary>left + i right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLane<T> PlusI(ComplexLane<T> left, ComplexLane<T> right) => new(left.Re - right.Im, left.Im + right.Re);
}
