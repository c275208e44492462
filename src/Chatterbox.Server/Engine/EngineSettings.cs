using Chatterbox.Pipeline.Scheduling;

namespace Chatterbox.Server.Engine;

/// <summary>How much the engine takes on, and for how long.</summary>
internal sealed record EngineSettings
{
    /// <summary>Threads of the CPU engine; null for the fastest number.</summary>
    public int? Threads { get; init; }

    /// <summary>Where the models run.</summary>
    public Device Device { get; init; }

    /// <summary>Precision of the weights.</summary>
    public Precision Precision { get; init; } = Precision.Fp32;

    /// <summary>Limits of the scheduler.</summary>
    public SchedulerLimits Scheduler { get; init; } = new();

    /// <summary>Requests that may wait or be worked on at once; one more is turned away.</summary>
    public int MaxRequests { get; init; } = 32;

    /// <summary>A model that nobody used for so long is unloaded; null keeps it.</summary>
    public TimeSpan? IdleUnload { get; init; }

    /// <summary>A request that takes longer is stopped.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Seconds of audio that wait for a client before its request rests.</summary>
    public double MaxBufferedSeconds { get; init; } = 300;

    /// <summary>A client that takes nothing for so long while its buffer is full loses its request.</summary>
    public TimeSpan SlowClientTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long work at hand may go on when the server is told to stop.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(20);
}
