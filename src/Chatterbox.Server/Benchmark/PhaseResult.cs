namespace Chatterbox.Server.Benchmark;

/// <summary>How a phase did.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mode">The precision of its products: fp32, bf16, int8 or int4.</param>
/// <param name="Seconds">The median of all runs.</param>
/// <param name="Gflop">Its arithmetic, where it is counted: see <see cref="PhaseWork"/>.</param>
/// <param name="Gigabytes">What it reads at least, where that is counted.</param>
/// <param name="PeakBytes">The most memory that the process held until the phase ended for the last time.</param>
internal sealed record PhaseResult(string Name, string Mode, double Seconds, double? Gflop, double? Gigabytes, long PeakBytes)
{
    /// <summary>The mode whose products are in bfloat16.</summary>
    public const string HalfMode = "bf16";

    /// <summary>Arithmetic per second.</summary>
    public double? GflopPerSecond => Gflop / Seconds;

    /// <summary>Bytes per second.</summary>
    public double? GigabytesPerSecond => Gigabytes / Seconds;
}
