using System.Runtime.CompilerServices;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Loops that do nothing but what they measure.</summary>
internal static unsafe class PeakLoops<TVector, TLane>
    where TLane : struct, ILane<TVector>
{
    private const int Sums = 12;
    private const long Rounds = 4_000_000;

    /// <summary>Operations of <see cref="MultiplyAdds"/>.</summary>
    public static double Flop => 2.0 * Sums * TLane.Width * Rounds;

    /// <summary>Twelve independent sums, as many as hide the latency of an instruction, in registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void MultiplyAdds()
    {
        TVector x = TLane.Broadcast(0.999f), y = TLane.Broadcast(0.001f);
        TVector a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (long round = 0; round < Rounds; round++)
        {
            a = TLane.MultiplyAdd(a, x, y);
            b = TLane.MultiplyAdd(b, x, y);
            c = TLane.MultiplyAdd(c, x, y);
            d = TLane.MultiplyAdd(d, x, y);
            e = TLane.MultiplyAdd(e, x, y);
            f = TLane.MultiplyAdd(f, x, y);
            g = TLane.MultiplyAdd(g, x, y);
            h = TLane.MultiplyAdd(h, x, y);
            i = TLane.MultiplyAdd(i, x, y);
            j = TLane.MultiplyAdd(j, x, y);
            k = TLane.MultiplyAdd(k, x, y);
            l = TLane.MultiplyAdd(l, x, y);
        }

        Keep(TLane.Add(TLane.Add(TLane.Add(a, b), TLane.Add(c, d)), TLane.Add(TLane.Add(e, f), TLane.Add(TLane.Add(g, h), TLane.Add(TLane.Add(i, j), TLane.Add(k, l))))));
    }

    /// <summary>Reads so many floats, a whole number of four registers of them, and adds them up.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Read(float* memory, long floats)
    {
        TVector a = TLane.Zero, b = TLane.Zero, c = TLane.Zero, d = TLane.Zero;
        for (float* end = memory + floats; memory < end; memory += 4 * TLane.Width)
        {
            a = TLane.Add(a, TLane.Load(memory));
            b = TLane.Add(b, TLane.Load(memory + TLane.Width));
            c = TLane.Add(c, TLane.Load(memory + 2 * TLane.Width));
            d = TLane.Add(d, TLane.Load(memory + 3 * TLane.Width));
        }

        Keep(TLane.Add(TLane.Add(a, b), TLane.Add(c, d)));
    }

    /// <summary>Takes a result, so that the loop cannot be left out.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep(TVector value)
    {
        float* somewhere = stackalloc float[TLane.Width];
        TLane.Store(value, somewhere);
    }
}
