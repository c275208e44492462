using System.Security.Cryptography;
using Chatterbox.Audio;
using Chatterbox.Audio.Files;
using Chatterbox.Pipeline;

namespace Chatterbox.Server.Voices;

/// <summary>Decodes recordings of hostile origin: within limits, and with errors that say which recording they are about.</summary>
internal sealed class ClipDecoder(VoiceLibraryLimits limits)
{
    /// <summary>Decodes a file.</summary>
    /// <param name="path">Where it is; never told.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="budget">That of its voice.</param>
    /// <param name="cancellation">Ends the decoding.</param>
    /// <exception cref="VoiceException">It cannot be read, or is no audio that can be used.</exception>
    public static AudioClip Decode(string path, string name, ClipBudget budget, CancellationToken cancellation)
    {
        try
        {
            AudioClip clip = new AudioDecoder(budget.Left).Read(path, cancellation);
            budget.Take(clip);
            return clip;
        }
        catch (AudioFormatException error)
        {
            throw new VoiceException($"'{name}': {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new VoiceException($"The recording '{name}' cannot be read from the server's folder of voices. Make the voice again.", error);
        }
    }

    /// <summary>Decodes all recordings of a voice of the library, after it has made sure that they are still what they were.</summary>
    /// <exception cref="VoiceException">One is damaged, missing or longer than allowed.</exception>
    public IReadOnlyList<AudioClip> DecodeAll(VoiceFolder folder, VoiceEntry voice, CancellationToken cancellation)
    {
        List<AudioClip> clips = [];
        var budget = new ClipBudget(limits);
        foreach (VoiceClip clip in voice.Clips)
        {
            string path = folder.ClipPath(voice, clip);
            if (clip.Sha256 is { } expected && HashOf(path, clip.OriginalName) != expected)
                throw new VoiceException(
                    $"The recording '{clip.OriginalName}' of the voice '{voice.Name}' has been damaged on the server. Make the voice again.");
            clips.Add(Decode(path, clip.OriginalName, budget, cancellation));
        }

        return clips;
    }

    private string HashOf(string path, string name)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            // A longer file is not the recording, and need not be read.
            return file.Length > limits.MaxClipBytes ? "" : Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new VoiceException($"The recording '{name}' cannot be read from the server's folder of voices. Make the voice again.", error);
        }
    }
}
