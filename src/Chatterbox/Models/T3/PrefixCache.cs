using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>
/// Keys and values of the rows before the text, for the voices that spoke last: a prompt of the same voice is read from there on. All
/// rows of a sequence share them, with and without the text's embedding, and all sequences of the voice. The bits are those of reading
/// it all.
/// </summary>
internal sealed class PrefixCache(T3Model model)
{
    /// <summary>Room for all prefixes; the newest is kept whatever its size.</summary>
    private const long MaxBytes = 128L << 20;

    private readonly List<Entry> _entries = [];
    private readonly long _bytesPerPosition = model.Limits.CacheBytesPerPosition;

    /// <summary>The keys and values of a voice, if it spoke lately.</summary>
    public KvCache? Find(T3Conditioning conditioning)
    {
        int at = _entries.FindIndex(entry => Same(entry.Conditioning, conditioning));
        if (at < 0)
            return null;
        Entry found = _entries[at];
        _entries.RemoveAt(at);
        _entries.Add(found);
        return found.Cache;
    }

    /// <summary>Keeps those of a prompt that was just read; null where there is too little to share.</summary>
    public KvCache? Add(T3Conditioning conditioning, KvCache read)
    {
        KvCache prefix = read.CopyPrefix(model.ConditionRows(conditioning));
        if (prefix.Length == 0)
        {
            prefix.Dispose();
            return null;
        }

        _entries.Add(new Entry(conditioning, prefix));
        while (_entries.Count > 1 && _entries.Sum(entry => entry.Cache.Length * _bytesPerPosition) > MaxBytes)
        {
            _entries[0].Cache.Dispose();
            _entries.RemoveAt(0);
        }

        return prefix;
    }

    /// <summary>Forgets all; sequences that use a prefix keep it until they end.</summary>
    public void Clear()
    {
        foreach (Entry entry in _entries)
            entry.Cache.Dispose();
        _entries.Clear();
    }

    private static bool Same(T3Conditioning left, T3Conditioning right) =>
        left.Exaggeration.Equals(right.Exaggeration)
        && left.SpeakerEmbedding.AsSpan().SequenceEqual(right.SpeakerEmbedding)
        && left.PromptSpeechTokens.AsSpan().SequenceEqual(right.PromptSpeechTokens);

    private sealed record Entry(T3Conditioning Conditioning, KvCache Cache);
}
