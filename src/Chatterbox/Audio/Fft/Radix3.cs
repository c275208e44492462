using System.Runtime.CompilerServices;

namespace Chatterbox.Audio.Fft;

/// <summary>Transform of three points.</summary>
internal readonly struct Radix3 : IButterfly
{
    private const double Sin = 0.86602540378443864676; // sin(2 pi / 3)

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(in ButterflyData data)
        where T : struct, ILane<T>
    {
        ComplexLane<T> a = data.Load<T>(0), b = data.Load<T>(1), c = data.Load<T>(2);
        ComplexLane<T> sum = b + c, difference = (b - c) * Sin;
        ComplexLane<T> even = a - sum * 0.5;
        data.StoreFirst(a + sum);
        data.StoreTurned(1, ComplexLane<T>.MinusI(even, difference));
        data.StoreTurned(2, ComplexLane<T>.PlusI(even, difference));
    }
}
