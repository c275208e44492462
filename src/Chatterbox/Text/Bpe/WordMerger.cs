using System.Runtime.InteropServices;

namespace Chatterbox.Text;

/// <summary>
/// Merges the symbols of one word after another. The next merge is found in a heap, so a word of n symbols takes
/// n log n steps, however hostile. Holds scratch memory: one instance for one thread.
/// </summary>
internal sealed class WordMerger(MergeTable merges)
{
    private const int Gone = -1;

    // Rank in the upper half of the priority, position in the lower: the lowest rank first, then the leftmost pair.
    private readonly PriorityQueue<Candidate, long> _queue = new();
    private readonly List<Symbol> _symbols = [];

    /// <summary>Adds a symbol to the end of the word.</summary>
    public void Push(int id) => _symbols.Add(new Symbol(id, _symbols.Count - 1, _symbols.Count + 1));

    /// <summary>Merges the pushed symbols, adds what is left to <paramref name="ids"/> and starts a new word.</summary>
    public void Flush(List<int> ids)
    {
        Span<Symbol> symbols = CollectionsMarshal.AsSpan(_symbols);
        for (int i = 0; i + 1 < symbols.Length; i++)
            Consider(symbols, i);
        while (_queue.TryDequeue(out Candidate next, out long priority))
            Apply(symbols, next, (int)priority);
        foreach (Symbol symbol in symbols)
            if (symbol.Id != Gone)
                ids.Add(symbol.Id);
        _symbols.Clear();
    }

    private void Consider(Span<Symbol> symbols, int left)
    {
        int right = symbols[left].Next;
        if (right < symbols.Length && merges.TryFind(symbols[left].Id, symbols[right].Id, out MergeTable.Merge merge))
            _queue.Enqueue(new Candidate(symbols[left].Id, symbols[right].Id, merge.Id), ((long)merge.Rank << 32) | (uint)left);
    }

    private void Apply(Span<Symbol> symbols, Candidate candidate, int left)
    {
        // One of the two may have been merged with another neighbour since the candidate was found.
        int right = symbols[left].Next;
        if (symbols[left].Id != candidate.Left || right >= symbols.Length || symbols[right].Id != candidate.Right)
            return;

        int next = symbols[right].Next;
        symbols[left] = new Symbol(candidate.Merged, symbols[left].Previous, next);
        symbols[right].Id = Gone;
        if (next < symbols.Length)
            symbols[next].Previous = left;
        Consider(symbols, left);
        if (symbols[left].Previous >= 0)
            Consider(symbols, symbols[left].Previous);
    }

    private readonly record struct Candidate(int Left, int Right, int Merged);

    private record struct Symbol(int Id, int Previous, int Next);
}
