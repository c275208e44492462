using System.Diagnostics;
using System.Text;

namespace Chatterbox.Audio.Ffmpeg;

/// <summary>A running ffmpeg: its pipes, its end, and the beginning of what it complains about.</summary>
internal sealed class FfmpegProcess : IDisposable
{
    private const int MaxMessageLength = 4096;

    private readonly Process _process;
    private readonly StreamReader _complaints;
    private readonly StringBuilder _message = new();
    private readonly Task _listening;

    /// <summary>Takes over a process whose three streams are redirected.</summary>
    public FfmpegProcess(Process process)
    {
        _process = process;
        Input = process.StandardInput.BaseStream;
        Output = process.StandardOutput.BaseStream;
        _complaints = process.StandardError;
        _listening = ListenAsync();
    }

    /// <summary>Its standard input. To dispose it tells the program that there is no more.</summary>
    public Stream Input { get; }

    /// <summary>Its standard output.</summary>
    public Stream Output { get; }

    /// <summary>Kills it and its children, if it still runs.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Blocks until it has ended and was reaped; its exit code.</summary>
    public int WaitForExit()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Waits until it has ended and was reaped; its exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <summary>The beginning of what it complained about, in one line. To be asked when it has ended.</summary>
    /// <param name="patience">How long to wait for the end of the text: a child may have inherited the pipe and live on.</param>
    public async Task<string> MessageAsync(TimeSpan patience)
    {
        await _listening.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_message)
            return _message.ToString().Trim().ReplaceLineEndings("; ");
    }

    /// <summary>Frees the pipes. It does not end the process.</summary>
    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
        _complaints.BaseStream.Dispose();
        _process.Dispose();
    }

    /// <summary>Reads all that it says, so that it never waits for us, and keeps the beginning.</summary>
    private async Task ListenAsync()
    {
        var block = new char[1024];
        try
        {
            while (await _complaints.ReadAsync(block).ConfigureAwait(false) is > 0 and int read)
                lock (_message)
                    _message.Append(block, 0, Math.Min(read, MaxMessageLength - _message.Length));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Disposed while a child kept the pipe open.
        }
    }
}
