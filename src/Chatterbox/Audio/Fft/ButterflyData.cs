using System.Runtime.CompilerServices;

namespace Chatterbox.Audio.Fft;

/// <summary>
/// What one butterfly reads and writes: input j lies at <c>In + j * InStep</c>, output k, turned by twiddle factor k, goes
/// to <c>Out + k * OutStep</c>.
/// </summary>
internal ref struct ButterflyData
{
    public ref double InRe;
    public ref double InIm;
    public ref double OutRe;
    public ref double OutIm;
    public ref double Twiddles; // (radix - 1, 2): real and imaginary parts of factors 1 to radix - 1
    public nuint In;
    public nuint InStep;
    public nuint Out;
    public nuint OutStep;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ComplexLane<T> Load<T>(nuint j)
        where T : struct, ILane<T> =>
        new(T.Load(ref InRe, In + j * InStep), T.Load(ref InIm, In + j * InStep));

    /// <summary>Writes output 0, whose twiddle factor is 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void StoreFirst<T>(ComplexLane<T> value)
        where T : struct, ILane<T>
    {
        T.Store(value.Re, ref OutRe, Out);
        T.Store(value.Im, ref OutIm, Out);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void StoreTurned<T>(nuint k, ComplexLane<T> value)
        where T : struct, ILane<T>
    {
        double re = Unsafe.Add(ref Twiddles, 2 * k - 2), im = Unsafe.Add(ref Twiddles, 2 * k - 1);
        T.Store(value.Re * re - value.Im * im, ref OutRe, Out + k * OutStep);
        T.Store(value.Re * im + value.Im * re, ref OutIm, Out + k * OutStep);
    }
}
