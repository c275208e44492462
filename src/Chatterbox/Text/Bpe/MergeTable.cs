namespace Chatterbox.Text;

/// <summary>The merges of a byte-pair encoding: which pairs of token ids become one, and in which order.</summary>
internal sealed class MergeTable
{
    private readonly Dictionary<(int Left, int Right), Merge> _merges = [];

    /// <summary>
    /// Adds the next merge, of a lower priority than all before. A pair that comes twice has its last priority.
    /// </summary>
    /// <param name="left">The first token of the pair.</param>
    /// <param name="right">The second token.</param>
    /// <param name="vocabulary">Must have both tokens and their concatenation.</param>
    /// <param name="file">The file the merge was read from.</param>
    /// <exception cref="InvalidDataException">A token is not in the vocabulary.</exception>
    public void Add(string left, string right, Dictionary<string, int> vocabulary, TokenizerFile file)
    {
        int Find(string token) => vocabulary.TryGetValue(token, out int id)
            ? id
            : throw file.Error($"the merge of \"{left}\" and \"{right}\" needs the token \"{token}\", which is not in the vocabulary.");

        _merges[(Find(left), Find(right))] = new Merge(Rank: Added++, Find(left + right));
    }

    /// <summary>Merges read so far.</summary>
    public int Added { get; private set; }

    /// <summary>The merge of two tokens, if there is one.</summary>
    public bool TryFind(int left, int right, out Merge merge) => _merges.TryGetValue((left, right), out merge);

    /// <summary>One merge: a lower rank comes first.</summary>
    internal readonly record struct Merge(int Rank, int Id);
}
