using System.Runtime.InteropServices;
using Chatterbox.Models.T3;

namespace Chatterbox.Pipeline;

/// <summary>Decodes the pieces of a text, several at once. A piece has a sequence with its caches only while it is decoded.</summary>
internal sealed class BatchDecoder(T3Model model)
{
    private const int MaxBatch = 8;

    private readonly T3Decoder _decoder = new(model);

    /// <summary>Decodes <paramref name="count"/> pieces, whose sequences <paramref name="create"/> makes when it is their turn.</summary>
    /// <param name="count">Pieces.</param>
    /// <param name="create">The sequence of a piece.</param>
    /// <param name="progress">Told after every step the share of the most that there can be, 0 to 1, and the tokens so far.</param>
    /// <param name="cancellation">Stops the run before the next step.</param>
    public DecodedPiece[] Run(int count, Func<int, T3Sequence> create, Action<double, int> progress, CancellationToken cancellation)
    {
        var decoded = new DecodedPiece[count];
        List<T3Sequence> active = [];
        List<int> pieces = [];
        int started = 0, finished = 0, finishedTokens = 0;
        try
        {
            while (finished < count)
            {
                cancellation.ThrowIfCancellationRequested();
                if (started < count && active.Count < MaxBatch)
                {
                    active.Add(create(started));
                    pieces.Add(started++);
                    _decoder.Prefill(active[^1], cancellation);
                }
                else
                {
                    _decoder.Step(CollectionsMarshal.AsSpan(active));
                }

                for (int i = active.Count - 1; i >= 0; i--)
                {
                    if (!active[i].Finished)
                        continue;
                    decoded[pieces[i]] = new DecodedPiece(active[i].Tokens, active[i].Stopped);
                    finishedTokens += active[i].Tokens.Count;
                    finished++;
                    active[i].Dispose();
                    active.RemoveAt(i);
                    pieces.RemoveAt(i);
                }

                progress((finished + active.Sum(sequence => sequence.Share)) / count, finishedTokens + active.Sum(sequence => sequence.Tokens.Count));
            }

            return decoded;
        }
        finally
        {
            active.ForEach(sequence => sequence.Dispose());
        }
    }
}
