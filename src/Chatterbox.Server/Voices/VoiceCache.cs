using Chatterbox.Pipeline;

namespace Chatterbox.Server.Voices;

/// <summary>Prepared voices in memory; those that were not used for the longest time go first. Safe from several threads.</summary>
internal sealed class VoiceCache(int maxCount, long maxBytes)
{
    private readonly Dictionary<string, LinkedListNode<(string Key, Voice Voice)>> _byKey = [];
    private readonly LinkedList<(string Key, Voice Voice)> _byUse = [];
    private long _bytes;

    /// <summary>The voice of a key, which counts as used now, or null.</summary>
    public Voice? Get(string key)
    {
        lock (_byKey)
        {
            if (!_byKey.TryGetValue(key, out LinkedListNode<(string Key, Voice Voice)>? node))
                return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Voice;
        }
    }

    /// <summary>Keeps a voice, in place of any of its key. One that is larger than all that is allowed is not kept.</summary>
    public void Add(string key, Voice voice)
    {
        lock (_byKey)
        {
            if (_byKey.TryGetValue(key, out LinkedListNode<(string Key, Voice Voice)>? old))
                Remove(old);
            _byKey.Add(key, _byUse.AddFirst((key, voice)));
            _bytes += SizeOf(voice);
            while (_byKey.Count > maxCount || _bytes > maxBytes)
                Remove(_byUse.Last!);
        }
    }

    /// <summary>Bytes of a voice's arrays.</summary>
    public static long SizeOf(Voice voice) => sizeof(float) * (
        (long)voice.SpeakerEmbedding.Length + voice.PromptSpeechTokens.Length + voice.Reference.PromptTokens.Length
        + voice.Reference.PromptMel.Length + voice.Reference.XVector.Length);

    private void Remove(LinkedListNode<(string Key, Voice Voice)> node)
    {
        _byUse.Remove(node);
        _byKey.Remove(node.Value.Key);
        _bytes -= SizeOf(node.Value.Voice);
    }
}
