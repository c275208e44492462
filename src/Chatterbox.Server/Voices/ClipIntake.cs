using System.Globalization;
using System.Security.Cryptography;
using Chatterbox.Audio;
using Chatterbox.Audio.Analysis;
using Chatterbox.Audio.Files;
using Chatterbox.Pipeline;

namespace Chatterbox.Server.Voices;

/// <summary>Takes uploaded recordings into a folder. Their bytes are counted while they are copied; nothing the client says is believed.</summary>
internal sealed class ClipIntake(VoiceLibraryLimits limits)
{
    private const int BlockBytes = 64 << 10;
    private const int MaxNameLength = 128;
    private const int ConcurrentDecodes = 2;

    // A decoded recording may take much memory, so that only some are decoded at a time.
    private static readonly SemaphoreSlim Decoding = new(ConcurrentDecodes);

    /// <summary>Copies the recordings into <paramref name="folder"/>, decodes and judges them.</summary>
    /// <param name="clips">The recordings; they are read once, to the end, and not disposed.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="minimum">All together must be longer than this.</param>
    /// <param name="cancellation">Ends it between two blocks.</param>
    /// <exception cref="VoiceException">Too many or too large, or one cannot serve; the message says which and why.</exception>
    /// <exception cref="VoiceStorageException">They cannot be stored.</exception>
    public IReadOnlyList<VoiceClip> Take(
        IReadOnlyList<(string OriginalName, Stream Content)> clips, string folder, TimeSpan minimum, CancellationToken cancellation)
    {
        if (clips.Count == 0 || clips.Count > limits.MaxClips)
            throw new VoiceException($"A voice needs 1 to {limits.MaxClips} recordings, not {clips.Count}.");
        List<VoiceClip> taken = [];
        long bytesLeft = limits.MaxTotalBytes;
        var budget = new ClipBudget(limits);
        foreach ((string originalName, Stream content) in clips)
        {
            string name = CleanName(originalName, taken.Count + 1);
            VoiceClip clip = Copy(content, folder, taken.Count + 1, name, Math.Min(limits.MaxClipBytes, bytesLeft), cancellation);
            bytesLeft -= clip.Bytes;
            taken.Add(Judge(clip, folder, clips.Count == 1 ? minimum : FamilyTraits.ShortestRecording, budget, cancellation));
        }

        double seconds = taken.Sum(clip => clip.Seconds!.Value);
        if (seconds <= minimum.TotalSeconds)
            throw new VoiceException(Text(
                $"The recordings are {seconds:0.##} s long together; they must be longer than {minimum.TotalSeconds:0.##} s."));
        return taken;
    }

    private VoiceClip Copy(Stream content, string folder, int number, string name, long maxBytes, CancellationToken cancellation)
    {
        const string failure = "The recording could not be stored";
        string partial = Path.Combine(folder, "partial");
        byte[] block = new byte[BlockBytes];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] head = [];
        long total = 0;
        using (FileStream file = VoiceStorageException.Guard(
            failure, () => new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0)))
        {
            // Whole blocks, so that the first one holds all that tells the kind.
            while (content.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) is > 0 and int read)
            {
                cancellation.ThrowIfCancellationRequested();
                if (total == 0)
                    head = block[..Math.Min(read, AudioSniffer.HeadBytes)];
                total += read;
                if (total > maxBytes)
                    throw TooLarge(name);
                hash.AppendData(block, 0, read);
                VoiceStorageException.Guard(failure, () => file.Write(block, 0, read));
            }

            VoiceStorageException.Guard(failure, () => file.Flush(flushToDisk: true));
        }

        string stored = $"{number:00}.{ExtensionOf(AudioSniffer.Detect(head))}";
        VoiceStorageException.Guard(failure, () => File.Move(partial, Path.Combine(folder, stored)));
        return new VoiceClip(stored, name, total, Convert.ToHexStringLower(hash.GetHashAndReset()), null, []);
    }

    private static VoiceClip Judge(VoiceClip clip, string folder, TimeSpan minimum, ClipBudget budget, CancellationToken cancellation)
    {
        Decoding.Wait(cancellation);
        try
        {
            AudioClip audio = ClipDecoder.Decode(Path.Combine(folder, clip.File), clip.OriginalName, budget, cancellation);
            IReadOnlyList<ReferenceFinding> findings = ReferenceCheck.Examine(audio, minimum);
            if (findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Error) is { } error)
                throw new VoiceException($"'{clip.OriginalName}': {error.Message}");
            return clip with { Seconds = audio.Duration.TotalSeconds, Findings = findings };
        }
        finally
        {
            Decoding.Release();
        }
    }

    private VoiceException TooLarge(string name) => new(Text(
        $"'{name}' is too large: a recording has at most {limits.MaxClipBytes / 1e6:0.##} MB, all together {limits.MaxTotalBytes / 1e6:0.##} MB. Cut or compress it."));

    /// <summary>The last part of a client's name of a file, without what could act on a terminal.</summary>
    private static string CleanName(string originalName, int number)
    {
        string last = originalName[(originalName.LastIndexOfAny(['/', '\\']) + 1)..];
        string clean = VoiceName.Printable(last.Length > MaxNameLength ? last[..MaxNameLength] : last).Trim();
        return clean.Length > 0 ? clean : $"recording {number}";
    }

    private static string ExtensionOf(AudioContainer container) => container switch
    {
        AudioContainer.Wav => "wav",
        AudioContainer.Aiff => "aiff",
        AudioContainer.Flac => "flac",
        AudioContainer.Ogg => "ogg",
        AudioContainer.Mp3 => "mp3",
        AudioContainer.Aac => "aac",
        AudioContainer.Mp4 => "m4a",
        AudioContainer.Matroska => "webm",
        // The decoder refuses it right away, and says what is read.
        _ => "bin",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
