using Spectre.Console;

namespace Chatterbox.Server.Download;

/// <summary>Shows a download on a terminal: a bar over all bytes, and above it a line for each file that is done.</summary>
internal sealed class DownloadBar : IDownloadObserver
{
    private readonly IAnsiConsole _console;
    private readonly ProgressTask _task;

    private DownloadBar(IAnsiConsole console, ProgressContext context)
    {
        _console = console;
        _task = context.AddTask("all files", autoStart: false);
    }

    /// <summary>Runs <paramref name="work"/> with a bar that goes away in the end.</summary>
    public static Task RunAsync(IAnsiConsole console, Func<IDownloadObserver, Task> work) => console
        .Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
        .StartAsync(context => work(new DownloadBar(console, context)));

    /// <inheritdoc/>
    public void Begin(long totalBytes)
    {
        _task.MaxValue = Math.Max(1, totalBytes);
        _task.StartTask();
    }

    /// <inheritdoc/>
    public void Advance(long bytes) => _task.Increment(bytes);

    /// <inheritdoc/>
    public void Finish(string line) => _console.WriteLine(line);

    /// <inheritdoc/>
    public void Warn(string line) => _console.WriteLine(line);
}
