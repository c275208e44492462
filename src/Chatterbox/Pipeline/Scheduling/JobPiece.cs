using Chatterbox.Models.T3;
using Chatterbox.Pipeline.Guards;

namespace Chatterbox.Pipeline.Scheduling;

/// <summary>A piece of a job on its way through T3.</summary>
internal sealed class JobPiece(SpeechJob job, int index)
{
    private LoopDetector _loop = new();
    private int _observed;

    /// <summary>The job it belongs to.</summary>
    public SpeechJob Job => job;

    /// <summary>Its place in the text, from 0.</summary>
    public int Index => index;

    /// <summary>What is to be spoken.</summary>
    public PlannedPiece Plan => job.Plan.Pieces[index];

    /// <summary>Its sequence while T3 works on it.</summary>
    public T3Sequence? Sequence { get; private set; }

    /// <summary>What T3 wrote, once it has.</summary>
    public DecodedPiece? Decoded { get; set; }

    /// <summary>Whether it was decoded before and is decoded again.</summary>
    public bool IsRetry { get; private set; }

    /// <summary>
    /// Whether it may be. In a stream only the first piece may: whether audio was sent by the time that a later one fails depends on
    /// the other jobs, and what a job gets must not.
    /// </summary>
    public bool MayRetry => !IsRetry && (!job.Streaming || index == 0);

    /// <summary>Tokens at the end that only repeat what was before.</summary>
    public int Loop { get; private set; }

    /// <summary>T3's tokens so far.</summary>
    public int Tokens => Sequence?.Tokens.Count ?? Decoded?.Sounds.Length ?? 0;

    /// <summary>Random numbers of the piece; a second attempt has those of the next seed.</summary>
    public PieceRandom Random => PieceRandom.For(unchecked(job.Plan.Request.Seed + (IsRetry ? 1UL : 0UL)), index);

    /// <summary>Begins to decode.</summary>
    public void Begin(T3Sequence sequence) => Sequence = sequence;

    /// <summary>Looks at the newest token.</summary>
    public void Observe()
    {
        if (job.Plan.Request.Guarded && Sequence!.Tokens.Count > _observed)
            Loop = _loop.Observe(Sequence.Tokens[_observed++]);
    }

    /// <summary>Gives the sequence's caches back.</summary>
    public void Release()
    {
        Sequence?.Dispose();
        Sequence = null;
    }

    /// <summary>Starts over with the next seed.</summary>
    public void Retry()
    {
        Release();
        (_loop, _observed, Loop, IsRetry) = (new LoopDetector(), 0, 0, true);
    }
}
