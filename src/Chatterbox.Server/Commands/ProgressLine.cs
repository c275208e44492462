using System.Diagnostics;
using System.Globalization;
using Chatterbox.Models.T3;
using Chatterbox.Pipeline;

namespace Chatterbox.Server.Commands;

/// <summary>A line on a terminal that shows how far a synthesis is; where standard error is no terminal, nothing.</summary>
internal sealed class ProgressLine : IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly bool _terminal = !Console.IsErrorRedirected;
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _shown;
    private int _tokens;

    /// <summary>Shows a state, at most ten times a second.</summary>
    public void Report(SynthesisProgress progress)
    {
        _tokens = Math.Max(_tokens, progress.Tokens);
        if (!_terminal || (_shown != 0 && Stopwatch.GetElapsedTime(_shown) < Interval))
            return;
        _shown = Stopwatch.GetTimestamp();
        double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        int filled = (int)(Math.Clamp(progress.Share, 0, 1) * BarWidth);
        string speed = progress.Phase == SynthesisPhase.Decoding
            ? string.Create(CultureInfo.InvariantCulture, $"{_tokens / seconds:F1} tokens/s")
            : string.Create(CultureInfo.InvariantCulture, $"real-time factor {seconds * SpeechToken.PerSecond / Math.Max(1, _tokens):F2}");
        Console.Error.Write($"\r{progress.Phase,-9} {progress.Piece + 1}/{progress.Pieces} [{new string('#', filled)}{new string('.', BarWidth - filled)}] {speed}   ");
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (_terminal && _shown != 0)
            Console.Error.Write($"\r{new string(' ', 79)}\r");
    }
}
