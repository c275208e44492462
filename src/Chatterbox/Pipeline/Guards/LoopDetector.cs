namespace Chatterbox.Pipeline.Guards;

/// <summary>
/// Sees that T3 is caught in a loop: the same few tokens over and over for a second or more, which is a sound that hangs or
/// stutters. Costs the same for every token and takes no memory as it goes.
/// </summary>
internal sealed class LoopDetector
{
    private const int LongestPeriod = 12;
    private const int ShortestLoop = 25;
    private const int Repeats = 5;

    private readonly int[] _recent = new int[LongestPeriod];
    private readonly int[] _runs = new int[LongestPeriod + 1];
    private int _count;

    /// <summary>Takes the next token; the tokens at the end that only repeat what was before, 0 while there is no loop.</summary>
    public int Observe(int token)
    {
        int loop = 0;
        for (int period = 1; period <= Math.Min(LongestPeriod, _count); period++)
        {
            bool repeats = _recent[(_count - period) % LongestPeriod] == token;
            _runs[period] = repeats ? _runs[period] + 1 : 0;
            if (loop == 0 && _runs[period] >= Math.Max(ShortestLoop, Repeats * period))
                loop = _runs[period];
        }

        _recent[_count++ % LongestPeriod] = token;
        return loop;
    }
}
