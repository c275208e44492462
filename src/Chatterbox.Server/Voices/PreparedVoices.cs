using System.Diagnostics.CodeAnalysis;
using Chatterbox.Pipeline;

namespace Chatterbox.Server.Voices;

/// <summary>Voices of the library ready to speak: from memory, from disk, or made of the recordings, by whoever asks first.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle is not used holds nothing.")]
internal sealed class PreparedVoices(VoiceFolder folder, ConditionalsStore store, ClipDecoder decoder, VoiceLibraryLimits limits)
{
    private const int ConcurrentPreparations = 2;

    private readonly VoiceCache _cache = new(limits.MaxPrepared, limits.MaxPreparedBytes);
    private readonly SingleFlight<string, Voice> _flights = new();

    // While one voice is with the engine, the recordings of the next are decoded; more would only take memory.
    private readonly SemaphoreSlim _preparing = new(ConcurrentPreparations);

    /// <summary>The voice for the model of the preparation.</summary>
    /// <exception cref="VoiceException">Its recordings cannot serve; the message says why.</exception>
    public async Task<Voice> GetAsync(VoiceEntry entry, VoicePreparation preparation, CancellationToken cancellation)
    {
        string key = $"{ConditionalsStore.NameOf(preparation)} {entry.Revision}";
        return _cache.Get(key)
            ?? await _flights.RunAsync(key, stop => MakeAsync(key, entry, preparation, stop), cancellation).ConfigureAwait(false);
    }

    private async Task<Voice> MakeAsync(string key, VoiceEntry entry, VoicePreparation preparation, CancellationToken cancellation)
    {
        // Another flight may have ended between the look into the memory and this one's start.
        if (_cache.Get(key) is { } made)
            return made;
        Voice? voice = store.Load(entry, preparation);
        if (voice is null)
        {
            voice = await PrepareAsync(entry, preparation, cancellation).ConfigureAwait(false);
            store.Save(entry, preparation, voice);
        }

        _cache.Add(key, voice);
        return voice;
    }

    private async Task<Voice> PrepareAsync(VoiceEntry entry, VoicePreparation preparation, CancellationToken cancellation)
    {
        await _preparing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            Voice voice = await preparation.Prepare(decoder.DecodeAll(folder, entry, cancellation), cancellation).ConfigureAwait(false);
            return FamilyTraits.ShareVoices(voice.Family, preparation.Family)
                ? voice
                : throw new InvalidOperationException($"A voice for {voice.Family} was prepared, not for {preparation.Family}: this is a bug.");
        }
        finally
        {
            _preparing.Release();
        }
    }
}
