using System.Runtime.InteropServices;
using Chatterbox.Models.T3;

namespace Chatterbox.Pipeline.Scheduling;

/// <summary>The pieces that T3 decodes together. They join and leave between any two steps; rows and cache memory are bounded.</summary>
internal sealed class T3Batch(T3Model model, SchedulerLimits limits)
{
    private readonly T3Decoder _decoder = new(model);
    private readonly List<JobPiece> _pieces = [];
    private readonly List<T3Sequence> _sequences = [];
    private readonly long _bytesPerPosition = model.Limits.CacheBytesPerPosition;

    /// <summary>The pieces at work.</summary>
    public IReadOnlyList<JobPiece> Pieces => _pieces;

    /// <summary>Rows of a step.</summary>
    public int Rows { get; private set; }

    /// <summary>Frees what is kept of the voices.</summary>
    public void Forget() => _decoder.Forget();

    /// <summary>Whether a piece fits beside those at work; alone, every piece does.</summary>
    public bool HasRoom(JobPiece piece)
    {
        if (_pieces.Count == 0)
            return true;
        SynthesisRequest request = piece.Job.Plan.Request;
        int rows = T3Sequence.RowsOf(model, request.Sampling);
        long bytes = _pieces.Sum(CacheBytes) + rows * _bytesPerPosition * Positions(piece, request.Lengths.Limits(piece.Plan.NewTokens).Max);
        return Rows + rows <= limits.MaxRows && bytes <= limits.MaxCacheBytes;
    }

    /// <summary>Reads a piece's prompt and takes it in; it may be at its end already.</summary>
    public void Join(JobPiece piece, T3Sequence sequence)
    {
        piece.Begin(sequence);
        _decoder.Prefill(sequence, piece.Job.Cancellation);
        _pieces.Add(piece);
        _sequences.Add(sequence);
        Rows += sequence.Rows;
        piece.Observe();
    }

    /// <summary>One token for every piece.</summary>
    public void Step()
    {
        _decoder.Step(CollectionsMarshal.AsSpan(_sequences));
        foreach (JobPiece piece in _pieces)
            piece.Observe();
    }

    /// <summary>Takes out the pieces that <paramref name="leaves"/> names, in order; their sequences are the caller's to release.</summary>
    public IReadOnlyList<JobPiece> Leave(Predicate<JobPiece> leaves)
    {
        if (!_pieces.Exists(leaves))
            return [];
        List<JobPiece> gone = [];
        for (int i = 0; i < _pieces.Count;)
        {
            if (!leaves(_pieces[i]))
            {
                i++;
                continue;
            }

            gone.Add(_pieces[i]);
            Rows -= _sequences[i].Rows;
            _pieces.RemoveAt(i);
            _sequences.RemoveAt(i);
        }

        return gone;
    }

    private long CacheBytes(JobPiece piece) => piece.Sequence!.Rows * _bytesPerPosition * Positions(piece, piece.Sequence.MaxTokens);

    /// <summary>Positions that a piece takes in the end: conditions and start are few beside prompt, text and speech.</summary>
    private static long Positions(JobPiece piece, int tokens) =>
        piece.Job.Plan.Request.Voice.PromptSpeechTokens.Length + piece.Plan.Prompt.Length + tokens;
}
