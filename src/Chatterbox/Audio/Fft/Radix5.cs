using System.Runtime.CompilerServices;

namespace Chatterbox.Audio.Fft;

/// <summary>Transform of five points.</summary>
internal readonly struct Radix5 : IButterfly
{
    private const double Cos1 = 0.30901699437494742410; // cos(2 pi / 5)
    private const double Cos2 = -0.80901699437494742410; // cos(4 pi / 5)
    private const double Sin1 = 0.95105651629515357212; // sin(2 pi / 5)
    private const double Sin2 = 0.58778525229247312917; // sin(4 pi / 5)

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(in ButterflyData data)
        where T : struct, ILane<T>
    {
        ComplexLane<T> a = data.Load<T>(0), b = data.Load<T>(1), c = data.Load<T>(2), d = data.Load<T>(3), e = data.Load<T>(4);
        ComplexLane<T> outer = b + e, inner = c + d, outerDifference = b - e, innerDifference = c - d;
        ComplexLane<T> even1 = a + outer * Cos1 + inner * Cos2, odd1 = outerDifference * Sin1 + innerDifference * Sin2;
        ComplexLane<T> even2 = a + outer * Cos2 + inner * Cos1, odd2 = outerDifference * Sin2 - innerDifference * Sin1;
        data.StoreFirst(a + outer + inner);
        data.StoreTurned(1, ComplexLane<T>.MinusI(even1, odd1));
        data.StoreTurned(2, ComplexLane<T>.MinusI(even2, odd2));
        data.StoreTurned(3, ComplexLane<T>.PlusI(even2, odd2));
        data.StoreTurned(4, ComplexLane<T>.PlusI(even1, odd1));
    }
}
