using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Chatterbox.Tensors.Cpu.Kernels;
using Chatterbox.Tensors.Cpu.OneDnn;

namespace Chatterbox.Tensors.Cpu;

/// <summary>
/// What this machine can do at most with its widest vectors: the best of ten runs of a loop of fused multiply-adds over registers alone,
/// of products in bfloat16 where there are such, and of reading memory that no cache holds.
/// </summary>
/// <param name="Threads">Threads that ran it at once.</param>
/// <param name="GflopPerSecond">Float32 operations of all threads together, a multiply-add counted as two.</param>
/// <param name="GigabytesPerSecond">Bytes read by all threads together.</param>
/// <param name="HalfGflopPerSecond">The same of operations in bfloat16; null where they cannot be had.</param>
public sealed unsafe record CpuPeaks(int Threads, double GflopPerSecond, double GigabytesPerSecond, double? HalfGflopPerSecond)
{
    private const int Runs = 10;
    private const long ReadBytes = 1L << 30;

    /// <summary>Measures for about two seconds and takes a gibibyte while it does.</summary>
    /// <param name="threads">Threads to run at once.</param>
    /// <exception cref="OutOfMemoryException">There is no gibibyte.</exception>
    public static CpuPeaks Measure(int threads) => SimdLevels.Best switch
    {
        SimdLevel.Vector512 => Measure<Vector512<float>, Lane512>(threads),
        SimdLevel.Vector256 => Measure<Vector256<float>, Lane256>(threads),
        SimdLevel.Vector128 => Measure<Vector128<float>, Lane128>(threads),
        _ => Measure<float, LaneScalar>(threads),
    };

    private static CpuPeaks Measure<TVector, TLane>(int threads)
        where TLane : struct, ILane<TVector>
    {
        double arithmetic = Best(threads, _ => PeakLoops<TVector, TLane>.MultiplyAdds());
        long step = 4 * TLane.Width, floats = ReadBytes / sizeof(float) / threads / step * step;
        float* memory = (float*)NativeMemory.AlignedAlloc((nuint)ReadBytes, MemoryPool.Alignment);
        try
        {
            new Span<byte>(memory, (int)(ReadBytes / 2)).Fill(1);
            new Span<byte>((byte*)memory + ReadBytes / 2, (int)(ReadBytes / 2)).Fill(1);
            nint start = (nint)memory;
            double reading = Best(threads, thread => PeakLoops<TVector, TLane>.Read((float*)start + thread * floats, floats));
            return new CpuPeaks(threads, threads * PeakLoops<TVector, TLane>.Flop / arithmetic / 1e9, threads * floats * sizeof(float) / reading / 1e9, Half(threads));
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static double? Half(int threads)
    {
        if (!OneDnnLibrary.TryLoad(out OneDnnLibrary? library, out _))
            return null;
        using OneDnnProduct product = HalfPeak.Product(library, threads);
        return threads * HalfPeak.Flop / Best(threads, thread => HalfPeak.Run(product, thread)) / 1e9;
    }

    /// <summary>
    /// The shortest time in which all threads did their work, by their own clocks: the one that waits for them may wake up late.
    /// </summary>
    private static double Best(int threads, Action<int> work)
    {
        double best = double.PositiveInfinity;
        for (int run = 0; run <= Runs; run++)
        {
            using var start = new Barrier(threads);
            long[] began = new long[threads], ended = new long[threads];
            Thread[] all = [.. Enumerable.Range(0, threads).Select(thread => new Thread(() =>
            {
                start.SignalAndWait();
                began[thread] = Stopwatch.GetTimestamp();
                work(thread);
                ended[thread] = Stopwatch.GetTimestamp();
            }))];
            Array.ForEach(all, thread => thread.Start());
            Array.ForEach(all, thread => thread.Join());
            best = Math.Min(best, Stopwatch.GetElapsedTime(began.Min(), ended.Max()).TotalSeconds);
        }

        return best;
    }
}
