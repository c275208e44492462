namespace Chatterbox.Pipeline.Scheduling;

/// <summary>What a scheduler has done so far; written by its thread alone, so a reader may see a value that is a moment old.</summary>
public sealed class SchedulerCounters
{
    /// <summary>Decoding steps.</summary>
    public long Steps { get; internal set; }

    /// <summary>Prompts read.</summary>
    public long Prefills { get; internal set; }

    /// <summary>Rows of the newest decoding step.</summary>
    public int Rows { get; internal set; }

    /// <summary>Speech tokens decided on, of all sequences.</summary>
    public long Tokens { get; internal set; }

    /// <summary>Seconds in prefills, each of which gives a token.</summary>
    public double PrefillSeconds { get; internal set; }

    /// <summary>Seconds in decoding steps.</summary>
    public double StepSeconds { get; internal set; }

    /// <summary>Estimator blocks, encoder layers and vocoder windows.</summary>
    public long RenderUnits { get; internal set; }

    /// <summary>Times that a rendering was interrupted for a more urgent request.</summary>
    public long Interruptions { get; internal set; }

    /// <summary>Requests that ended because nobody waited any more, or their time was over.</summary>
    public long Cancellations { get; internal set; }

    /// <summary>Pieces decoded a second time.</summary>
    public long Retries { get; internal set; }
}
