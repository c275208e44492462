using System.Diagnostics;

namespace Chatterbox.Tensors.Cpu;

/// <summary>
/// The number of threads that is fastest here, found by trying: a container may be granted less time than it has processors, and a second
/// thread on a core may be worth something or nothing. Takes some milliseconds for each number tried, once in a process.
/// </summary>
internal static class ThreadSearch
{
    /// <summary>Another number than that of the cores must be faster by this factor, for a moment may lie.</summary>
    private const double Margin = 1.1;

    private const int Rows = 96, Channels = 256, Hidden = 1024;
    private const int Runs = 8;

    private static readonly Lazy<int> Found = new(() => Choose(PhysicalCores.Count, Candidates(PhysicalCores.Count, Environment.ProcessorCount), Measure));

    /// <summary>The fastest number.</summary>
    public static int Fastest => Found.Value;

    /// <summary>The numbers worth trying beside that of the cores: the powers of two below it, and all processors.</summary>
    public static IReadOnlyList<int> Candidates(int cores, int processors)
    {
        List<int> candidates = [];
        for (int threads = 1; threads < cores; threads *= 2)
            candidates.Add(threads);
        if (processors > cores)
            candidates.Add(processors);
        return candidates;
    }

    /// <summary>The candidate of the shortest time, if it is clearly shorter than that of <paramref name="cores"/>.</summary>
    public static int Choose(int cores, IReadOnlyList<int> candidates, Func<int, double> seconds)
    {
        if (candidates.Count == 0)
            return cores;
        double limit = seconds(cores) / Margin;
        int fastest = cores;
        foreach (int candidate in candidates)
        {
            double time = seconds(candidate);
            if (time < limit)
                (fastest, limit) = (candidate, time);
        }

        return fastest;
    }

    /// <summary>The shortest of a few times for a feed-forward over many rows and, four times, over one, as the flow and a decoding step have them.</summary>
    private static double Measure(int threads)
    {
        using var engine = new CpuEngine(threads);
        using Weight up = engine.LinearWeight(new HostTensor(new Shape(Hidden, Channels), new float[Hidden * Channels]), null);
        using Weight down = engine.LinearWeight(new HostTensor(new Shape(Channels, Hidden), new float[Hidden * Channels]), null);
        Tensor many = engine.Zeros(new Shape(Rows, Channels)), one = engine.Zeros(new Shape(1, Channels));
        double best = double.PositiveInfinity;
        for (int run = 0; run < Runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            using Scope scope = engine.BeginScope();
            FeedForward(many);
            for (int i = 0; i < 4; i++)
                FeedForward(one);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;

        void FeedForward(Tensor x) => engine.Linear(engine.Linear(x, up, ActivationKind.GeluErf), down, residual: x);
    }
}
