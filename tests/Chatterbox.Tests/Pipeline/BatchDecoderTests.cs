using Chatterbox.Models.T3;
using Chatterbox.Pipeline;
using Chatterbox.Tests.Models.T3;

namespace Chatterbox.Tests.Pipeline;

public sealed class BatchDecoderTests : IDisposable
{
    private const int Count = 11;

    private readonly TinyT3 _t3 = new("original-tiny");
    private readonly List<T3Sequence> _made = [];

    public void Dispose() => _t3.Dispose();

    [Fact]
    public void Pieces_come_back_in_order_with_their_own_tokens()
    {
        var progress = new List<(double Share, int Tokens)>();
        DecodedPiece[] decoded = new BatchDecoder(_t3.Model).Run(Count, Create, (share, tokens) => progress.Add((share, tokens)), default);
        for (int i = 0; i < Count; i++)
        {
            using T3Sequence alone = Create(i);
            _t3.Run(alone);
            Assert.Equal(alone.Tokens, decoded[i].Tokens);
            Assert.Equal(alone.Stopped, decoded[i].Stopped);
        }

        Assert.Equal(progress.Order(), progress);
        Assert.Equal((1, decoded.Sum(piece => piece.Tokens.Count)), (Math.Round(progress[^1].Share, 9), progress[^1].Tokens));
    }

    [Fact]
    public void Caches_live_only_while_their_piece_is_decoded()
    {
        int most = 0;
        new BatchDecoder(_t3.Model).Run(Count, Create, (_, _) => most = Math.Max(most, _made.Count(IsHeld)), default);
        Assert.Equal(Count, _made.Count);
        Assert.InRange(most, 2, 8);
        Assert.DoesNotContain(_made, IsHeld);
    }

    [Fact]
    public void A_cancelled_run_frees_its_caches()
    {
        using var source = new CancellationTokenSource();
        int calls = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => new BatchDecoder(_t3.Model).Run(Count, Create, (_, _) =>
        {
            if (++calls == 5)
                source.Cancel();
        }, source.Token));
        Assert.Equal(5, calls);
        Assert.NotEmpty(_made);
        Assert.DoesNotContain(_made, IsHeld);
    }

    [Fact]
    public void A_piece_that_fails_frees_the_others()
    {
        Assert.Throws<SynthesisException>(() => new BatchDecoder(_t3.Model).Run(Count, i => i == 3 ? throw new SynthesisException("no") : Create(i), (_, _) => { }, default));
        Assert.Equal(3, _made.Count);
        Assert.DoesNotContain(_made, IsHeld);
    }

    private static bool IsHeld(T3Sequence sequence) => sequence.Caches.Any(cache => cache.Length > 0);

    private T3Sequence Create(int i)
    {
        T3Sequence sequence = _t3.Sequence(_t3.Prompt(salt: i), limits: new TokenLimits(0, 1 + 3 * i % 7));
        _made.Add(sequence);
        return sequence;
    }
}
