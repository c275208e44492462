namespace Chatterbox.Models.T3.Sampling;

/// <summary>The distinct ids drawn so far, for the repetition penalty.</summary>
public sealed class TokenHistory(int vocabulary)
{
    private readonly bool[] _seen = new bool[vocabulary];
    private readonly int[] _distinct = new int[vocabulary];
    private int _count;

    /// <summary>Every id once, in no order, until the next is noted.</summary>
    public ReadOnlyMemory<int> Distinct => _distinct.AsMemory(0, _count);

    /// <summary>Notes an id.</summary>
    public void Add(int id)
    {
        if (_seen[id])
            return;
        _seen[id] = true;
        _distinct[_count++] = id;
    }

    /// <summary>Forgets an id.</summary>
    public void Forget(int id)
    {
        if (!_seen[id])
            return;
        _seen[id] = false;
        int at = Distinct.Span.IndexOf(id);
        _distinct[at] = _distinct[--_count];
    }
}
