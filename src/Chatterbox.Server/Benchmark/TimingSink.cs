using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Chatterbox.Pipeline;
using Chatterbox.Pipeline.Scheduling;

namespace Chatterbox.Server.Benchmark;

/// <summary>Takes a request's audio and keeps nothing of it but its length and when it began.</summary>
internal sealed class TimingSink : ISpeechSink
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private Exception? _failure;
    private double? _firstSeconds;

    /// <inheritdoc/>
    public bool Ready => true;

    /// <summary>Samples so far.</summary>
    public long Samples { get; private set; }

    /// <summary>Whether the request has ended.</summary>
    public bool Ended { get; private set; }

    /// <summary>Seconds from the request to its first audio.</summary>
    /// <exception cref="Exception">The request failed: its failure.</exception>
    public double FirstSeconds
    {
        get
        {
            if (_failure is not null)
                ExceptionDispatchInfo.Throw(_failure);
            return _firstSeconds ?? throw new InvalidOperationException("A request ended without audio; this is a bug.");
        }
    }

    /// <inheritdoc/>
    public void Progress(SynthesisProgress progress)
    {
    }

    /// <inheritdoc/>
    public void Spoken(SpokenPiece piece, float[] audio)
    {
        _firstSeconds ??= Stopwatch.GetElapsedTime(_start).TotalSeconds;
        Samples += audio.Length;
    }

    /// <inheritdoc/>
    public void Completed(SpeechReport report) => Ended = true;

    /// <inheritdoc/>
    public void Failed(Exception reason) => (_failure, Ended) = (reason, true);
}
