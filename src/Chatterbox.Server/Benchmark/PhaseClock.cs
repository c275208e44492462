using System.Diagnostics;

namespace Chatterbox.Server.Benchmark;

/// <summary>The times of one phase, whose products are made in <paramref name="mode"/>.</summary>
internal sealed class PhaseClock(string name, string mode)
{
    private readonly List<double> _seconds = [];
    private long _peakBytes;

    /// <summary>The median of all runs in seconds.</summary>
    public double Median
    {
        get
        {
            double[] sorted = [.. _seconds.Order()];
            int middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    /// <summary>Runs the phase; its time counts if <paramref name="counts"/>.</summary>
    public T Run<T>(bool counts, Func<T> phase)
    {
        long start = Stopwatch.GetTimestamp();
        T result = phase();
        if (counts)
            _seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        _peakBytes = PeakMemory.Bytes;
        return result;
    }

    /// <summary>The result for a phase of known arithmetic, or of none that is counted.</summary>
    public PhaseResult Result(PhaseWork? work) => new(name, mode, Median, work?.Flop / 1e9, work?.Bytes / 1e9, _peakBytes);
}
