using System.Diagnostics.CodeAnalysis;
using Chatterbox.Audio;
using Chatterbox.Audio.Files;
using Chatterbox.Pipeline;
using Chatterbox.Server.Engine;
using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Operation;
using Chatterbox.Server.Voices;

namespace Chatterbox.Server.Http.Speech;

/// <summary>Voices of recordings that come with a request for speech and are gone with it.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose wait handle is not used holds nothing.")]
internal sealed class InlineVoices(SpeechEngine engine, ServerOptions options)
{
    private const int ConcurrentPreparations = 2;

    // While one voice is with the engine, the recordings of the next are decoded; more would only take memory.
    private readonly SemaphoreSlim _preparing = new(ConcurrentPreparations);
    private int _waiting;

    /// <summary>The voice of uploaded recordings.</summary>
    /// <param name="files">The recordings.</param>
    /// <param name="decoded">Called once they are decoded, before the engine is asked; may refuse the request.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ApiException">There are too many, or one is too large.</exception>
    /// <exception cref="QueueFullException">As many requests wait for their voices as the queue has places.</exception>
    /// <exception cref="VoiceException">They cannot serve, or are too long together.</exception>
    /// <exception cref="AudioFormatException">One is no audio that is read.</exception>
    /// <exception cref="VoiceStorageException">The disk is full.</exception>
    public async Task<Voice> PrepareAsync(IFormFileCollection files, Action decoded, CancellationToken cancellation)
    {
        VoiceLibraryLimits limits = options.VoiceLimits;
        if (files.Count > limits.MaxClips)
            throw ApiException.Invalid("voice", $"{files.Count} recordings were sent; a voice is made of {limits.MaxClips} at most.");
        if (files.FirstOrDefault(file => file.Length > limits.MaxClipBytes) is { } large)
            throw new ApiException(StatusCodes.Status413PayloadTooLarge, ErrorCodes.BodyTooLarge, $"A recording has more than the {limits.MaxClipBytes >> 20} MB that this server takes.", large.Name);
        try
        {
            if (Interlocked.Increment(ref _waiting) > options.MaxRequests)
                throw engine.Full(options.MaxRequests);
            return await PrepareInTurnAsync(files, decoded, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<Voice> PrepareInTurnAsync(IFormFileCollection files, Action decoded, CancellationToken cancellation)
    {
        await _preparing.WaitAsync(cancellation);
        try
        {
            List<AudioClip> clips = await Task.Run(() => Decode(files, new ClipBudget(options.VoiceLimits), cancellation), cancellation);
            decoded();
            return await engine.PrepareAsync(clips, cancellation);
        }
        finally
        {
            _preparing.Release();
        }
    }

    private static List<AudioClip> Decode(IFormFileCollection files, ClipBudget budget, CancellationToken cancellation)
    {
        List<AudioClip> clips = [];
        foreach (IFormFile file in files)
        {
            using Stream stream = file.OpenReadStream();
            AudioClip clip = VoiceStorageException.Guard("The recording could not be stored", () => new AudioDecoder(budget.Left).Read(stream, cancellation));
            budget.Take(clip);
            clips.Add(clip);
        }

        return clips;
    }
}
