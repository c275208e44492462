using System.Diagnostics;

namespace Chatterbox.Pipeline.Scheduling;

/// <summary>A request at work. Made on any thread, then used by the scheduler's alone.</summary>
public sealed class SpeechJob
{
    private readonly List<SpokenPiece> _spoken = [];
    private readonly Dictionary<SynthesisPhase, double> _times = [];
    private long _samples;

    /// <summary>A job that is still to be given to a scheduler.</summary>
    /// <param name="plan">What is to be spoken.</param>
    /// <param name="sink">Where the audio goes.</param>
    /// <param name="streaming">Whether the first audio is wanted early; otherwise all of it is wanted soon.</param>
    /// <param name="cancellation">Ends the job within one decoding step, estimator block or vocoder window.</param>
    public SpeechJob(SpeechPlan plan, ISpeechSink sink, bool streaming, CancellationToken cancellation)
    {
        (Plan, Sink, Streaming, Cancellation) = (plan, sink, streaming, cancellation);
        Pieces = [.. Enumerable.Range(0, plan.Pieces.Count).Select(i => new JobPiece(this, i))];
    }

    /// <summary>What is spoken.</summary>
    public SpeechPlan Plan { get; }

    /// <summary>Whether the first audio is wanted early.</summary>
    public bool Streaming { get; }

    /// <summary>Whether it has been given up.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Whether it completed or failed.</summary>
    public bool Ended { get; private set; }

    /// <summary>Pieces that have been spoken.</summary>
    public int SpokenPieces => _spoken.Count;

    internal ISpeechSink Sink { get; }

    internal JobPiece[] Pieces { get; }

    /// <summary>When it was last worked for, as a timestamp of the scheduler's clock.</summary>
    internal long LastServed { get; set; }

    /// <summary>Runs while the job is rendered, and stands while others are worked for in between.</summary>
    internal Stopwatch RenderClock { get; } = new();

    /// <summary>Whether a piece of it is being rendered, perhaps with other work in between.</summary>
    internal bool Rendering { get; set; }

    /// <summary>How much of the piece that is being rendered is still to be done, 0 to 1.</summary>
    internal double RenderLeft { get; set; } = 1;

    /// <summary>The piece that is spoken next.</summary>
    internal JobPiece Next => Pieces[_spoken.Count];

    internal JobStep Step => Next.Decoded is not null && (Streaming || Array.TrueForAll(Pieces, piece => piece.Decoded is not null))
        ? JobStep.Render
        : JobStep.Decode;

    /// <summary>The next piece that T3 has not begun and may begin, or null.</summary>
    internal JobPiece? Joining
    {
        get
        {
            JobPiece? waiting = Array.Find(Pieces, piece => piece.Sequence is null && piece.Decoded is null);
            if (waiting is null || waiting == Next)
                return waiting;
            bool held = Streaming && _spoken.Count == 0 && Pieces[0].Decoded is null;
            return held || (waiting.Plan.ContinuesLast && Pieces[waiting.Index - 1].Decoded is null) ? null : waiting;
        }
    }

    /// <summary>Adds to the time spent in a phase.</summary>
    internal void AddTime(SynthesisPhase phase, double seconds) => _times[phase] = _times.GetValueOrDefault(phase) + seconds;

    /// <summary>Hands a piece of audio over, with the silence before and after it.</summary>
    internal void Speak(SpokenPiece piece, float[] audio)
    {
        int before = Next.Plan.PauseBefore, after = _spoken.Count == Pieces.Length - 1 ? Plan.PauseAfter : 0;
        _spoken.Add(piece);
        _samples += before + audio.Length + after;
        Sink.Spoken(piece, before + after == 0 ? audio : [.. new float[before], .. audio, .. new float[after]]);
        if (_spoken.Count < Pieces.Length)
            return;
        Ended = true;
        Sink.Completed(new SpeechReport(_spoken, _samples, _times));
    }

    /// <summary>Ends the job early; for its scheduler, or for who has not given it to one.</summary>
    public void Fail(Exception reason)
    {
        Ended = true;
        foreach (JobPiece piece in Pieces)
            piece.Release();
        Sink.Failed(reason);
    }
}
