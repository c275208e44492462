using System.Diagnostics;

namespace Chatterbox.Audio.Encoding;

/// <summary>Measures how long a program has done nothing, leaving out the time in which it waits for somebody else.</summary>
internal sealed class StallClock(TimeSpan patience)
{
    private long _lastSign = Stopwatch.GetTimestamp();
    private volatile bool _paused;

    /// <summary>How much longer it may do nothing; not positive when it has stalled.</summary>
    public TimeSpan Left => _paused ? patience : patience - Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastSign));

    /// <summary>It has just done something, or has just got something to do.</summary>
    public void Restart() => Interlocked.Exchange(ref _lastSign, Stopwatch.GetTimestamp());

    /// <summary>From now on it waits for somebody else.</summary>
    public void Pause() => _paused = true;

    /// <summary>From now on it is its turn again.</summary>
    public void Resume()
    {
        Restart();
        _paused = false;
    }
}
