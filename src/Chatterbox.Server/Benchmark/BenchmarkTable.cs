using System.Globalization;
using Chatterbox.Tensors.Cpu;
using Spectre.Console;

namespace Chatterbox.Server.Benchmark;

/// <summary>A report for people.</summary>
internal static class BenchmarkTable
{
    private const double Gigabyte = 1e9;

    /// <summary>A file cache is called warm if no more had to be read from disk.</summary>
    private const long WarmBytes = 16 << 20;

    /// <summary>Prints a report.</summary>
    public static void Write(IAnsiConsole console, BenchmarkReport report)
    {
        CpuPeaks? peaks = report.Peaks.Count > 0 ? report.Peaks[^1] : null;
        console.WriteLine($"{report.Family} on {(peaks is null ? $"{report.Engine}, beside " : "")}{report.Processor}, {report.InstructionSet}, {report.Threads} threads");
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("phase");
        table.AddColumn("mode");
        foreach (string column in (ReadOnlySpan<string>)["seconds", "GFLOP", "GFLOP/s", "GB", "GB/s", "of limit", "peak GB"])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (PhaseResult phase in report.Phases)
        {
            table.AddRow(
                phase.Name, phase.Mode, Number(phase.Seconds, "F3"), Number(phase.Gflop, "F1"), Number(phase.GflopPerSecond, "F1"),
                Number(phase.Gigabytes, "F2"), Number(phase.GigabytesPerSecond, "F1"), Number(OfLimit(phase, peaks), "P0"),
                Number(phase.PeakBytes / Gigabyte, "F2"));
        }

        if (peaks is not null)
            table.AddRow("machine", "fp32", "", "", Number(peaks.GflopPerSecond, "F1"), "", Number(peaks.GigabytesPerSecond, "F1"), "", "");
        if (peaks?.HalfGflopPerSecond is { } half)
            table.AddRow("", PhaseResult.HalfMode, "", "", Number(half, "F1"), "", "", "", "");
        table.InsertRow(0, "load", "", Number(report.LoadSeconds, "F3"), "", "", "", "", "", Number(report.LoadPeakBytes / Gigabyte, "F2"));
        console.Write(table);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.AudioSeconds:F2} s of audio, real-time factor {report.Rtf:F2} from prefill to vocoder; {report.MillisecondsPerToken:F1} ms per token, {report.TokensPerSecond:F1} tokens/s"));
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"peak memory {report.PeakBytes / Gigabyte:F2} GB; now weights of {string.Join(", ", report.Parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.Bytes / Gigabyte:F2}")))} GB, {report.EngineBytes / Gigabyte:F2} GB of activations and tables, {report.ManagedBytes / Gigabyte:F2} GB of managed objects"));
        console.WriteLine($"start to first token: {Start(report.Start)}");
        if (report is { Alone: { } alone, Together: { } together, Fairness: { } fairness })
            WriteRequests(console, alone, together, fairness);
    }

    private static string Start(StartResult start)
    {
        if (start.Seconds is not { } seconds)
            return $"not measured, since {start.NotMeasured}";
        string time = string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} s since the process started");
        return start.DiskBytes switch
        {
            null => time,
            > WarmBytes => string.Create(CultureInfo.InvariantCulture, $"{time}, {start.DiskBytes / Gigabyte:F2} GB of it from disk: run again for a warm file cache"),
            _ => $"{time}, files from the system's cache",
        };
    }

    private static void WriteRequests(IAnsiConsole console, RequestsResult alone, RequestsResult together, FairnessResult fairness)
    {
        foreach (RequestsResult requests in (ReadOnlySpan<RequestsResult>)[alone, together])
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{requests.Requests} at once: {requests.StepTokensPerSecond:F1} tokens/s in steps of {requests.StepTokens:F1}, {requests.AudioSecondsPerSecond:F2} s of audio a second, first audio after {requests.FirstAudioSeconds[0]:F2} to {requests.FirstAudioSeconds[^1]:F2} s"));
        }

        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"a sentence beside a text of {fairness.LongPieces}: first audio after {fairness.Behind.Min():F2} to {fairness.Behind.Max():F2} s, alone {fairness.Alone:F2} s"));
    }

    /// <summary>How near a phase comes to the machine's arithmetic or to its memory, whichever it is nearer to.</summary>
    private static double? OfLimit(PhaseResult phase, CpuPeaks? peaks) => phase.Gflop is null || peaks is null
        ? null
        : Math.Max(phase.GflopPerSecond!.Value / ((phase.Mode == PhaseResult.HalfMode ? peaks.HalfGflopPerSecond : null) ?? peaks.GflopPerSecond), phase.GigabytesPerSecond!.Value / peaks.GigabytesPerSecond);

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
