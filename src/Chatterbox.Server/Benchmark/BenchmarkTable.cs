using System.Globalization;
using Spectre.Console;

namespace Chatterbox.Server.Benchmark;

/// <summary>A report for people.</summary>
internal static class BenchmarkTable
{
    private const double Gigabyte = 1e9;

    /// <summary>Prints a report.</summary>
    public static void Write(IAnsiConsole console, BenchmarkReport report)
    {
        console.WriteLine($"{report.Family} on {report.Processor}, {report.InstructionSet}, {report.Threads} threads");
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("phase");
        foreach (string column in (ReadOnlySpan<string>)["seconds", "GFLOP", "GFLOP/s", "GB", "GB/s", "peak GB"])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (PhaseResult phase in report.Phases)
        {
            table.AddRow(
                phase.Name, Number(phase.Seconds, "F3"), Number(phase.Gflop, "F1"), Number(phase.GflopPerSecond, "F1"),
                Number(phase.Gigabytes, "F2"), Number(phase.GigabytesPerSecond, "F1"), Number(phase.PeakBytes / Gigabyte, "F2"));
        }

        table.InsertRow(0, "load", Number(report.LoadSeconds, "F3"), "", "", "", "", Number(report.LoadPeakBytes / Gigabyte, "F2"));
        console.Write(table);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.AudioSeconds:F2} s of audio, real-time factor {report.Rtf:F2} from prefill to vocoder; {report.MillisecondsPerToken:F1} ms per token, {report.TokensPerSecond:F1} tokens/s"));
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"peak memory {report.PeakBytes / Gigabyte:F2} GB; now {report.EngineBytes / Gigabyte:F2} GB of activations and tables, {report.ManagedBytes / Gigabyte:F2} GB of managed objects"));
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
