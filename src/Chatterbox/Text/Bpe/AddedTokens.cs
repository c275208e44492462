namespace Chatterbox.Text;

/// <summary>
/// Tokens that are found in the raw text before it is cut into words: the leftmost first, and of those that start at the
/// same place the longest.
/// </summary>
internal sealed class AddedTokens
{
    private readonly Node _root = new();

    /// <summary>Adds a token.</summary>
    public void Add(string token, int id)
    {
        Node node = _root;
        foreach (char c in token)
        {
            node.Children ??= [];
            if (!node.Children.TryGetValue(c, out Node? child))
                node.Children[c] = child = new Node();
            node = child;
        }
        node.Id = id;
    }

    /// <summary>Finds the first token at or after <paramref name="start"/>.</summary>
    /// <returns>False if there is none; the position is then the end of the text.</returns>
    public bool TryFind(ReadOnlySpan<char> text, int start, out int position, out int length, out int id)
    {
        for (position = start; position < text.Length; position++)
            if (TryMatch(text[position..], out length, out id))
                return true;
        (length, id) = (0, Node.None);
        return false;
    }

    private bool TryMatch(ReadOnlySpan<char> text, out int length, out int id)
    {
        (length, id) = (0, Node.None);
        Node? node = _root;
        for (int i = 0; i < text.Length; i++)
        {
            if (node.Children is null || !node.Children.TryGetValue(text[i], out node))
                break;
            if (node.Id != Node.None)
                (length, id) = (i + 1, node.Id);
        }
        return id != Node.None;
    }

    private sealed class Node
    {
        public const int None = -1;

        public Dictionary<char, Node>? Children { get; set; }

        public int Id { get; set; } = None;
    }
}
