using System.Runtime.CompilerServices;

namespace Chatterbox.Audio.Fft;

/// <summary>Transform of two points.</summary>
internal readonly struct Radix2 : IButterfly
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(in ButterflyData data)
        where T : struct, ILane<T>
    {
        ComplexLane<T> a = data.Load<T>(0), b = data.Load<T>(1);
        data.StoreFirst(a + b);
        data.StoreTurned(1, a - b);
    }
}
