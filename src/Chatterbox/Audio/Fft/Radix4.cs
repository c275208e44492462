using System.Runtime.CompilerServices;

namespace Chatterbox.Audio.Fft;

/// <summary>Transform of four points.</summary>
internal readonly struct Radix4 : IButterfly
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(in ButterflyData data)
        where T : struct, ILane<T>
    {
        ComplexLane<T> a = data.Load<T>(0), b = data.Load<T>(1), c = data.Load<T>(2), d = data.Load<T>(3);
        ComplexLane<T> evenSum = a + c, evenDifference = a - c, oddSum = b + d, oddDifference = b - d;
        data.StoreFirst(evenSum + oddSum);
        data.StoreTurned(1, ComplexLane<T>.MinusI(evenDifference, oddDifference));
        data.StoreTurned(2, evenSum - oddSum);
        data.StoreTurned(3, ComplexLane<T>.PlusI(evenDifference, oddDifference));
    }
}
