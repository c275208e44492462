using Chatterbox.Audio.Ffmpeg;

namespace Chatterbox.Audio.Files;

/// <summary>
/// Reads audio of any common kind. WAV and AIFF are read here; FLAC, MP3, Ogg (Vorbis, Opus), AAC, M4A/MP4 and WebM by the
/// program ffmpeg, when it is installed. The kind is told by the content, never by the name.
/// </summary>
public sealed class AudioDecoder
{
    private readonly AudioLimits _limits;
    private readonly string? _searchPath;

    /// <summary>A decoder; it holds no state and may be shared by threads.</summary>
    /// <param name="limits">How much audio is taken in; by default <see cref="AudioLimits.Default"/>.</param>
    /// <param name="searchPath">Folders in which to look for ffmpeg; by default the environment's PATH.</param>
    public AudioDecoder(AudioLimits? limits = null, string? searchPath = null)
    {
        _limits = limits ?? AudioLimits.Default;
        _searchPath = searchPath ?? Environment.GetEnvironmentVariable("PATH");
    }

    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    /// <exception cref="AudioFormatException">
    /// It is not audio of a known kind, is broken or too long, or needs ffmpeg and there is none.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled while ffmpeg ran; it is no longer running.</exception>
    public AudioClip Read(string path, CancellationToken cancellation = default)
    {
        using FileStream file = File.OpenRead(path);
        if (!file.CanSeek)
            return Read(file, cancellation); // a pipe's first bytes are gone when ffmpeg opens it
        ByteReader reader = new(file);
        return ReadHere(reader, out AudioContainer container) ?? Ffmpeg(container).Decode(path, container, _limits, cancellation);
    }

    /// <summary>Reads a stream, which need not be seekable; what ffmpeg must decode goes through a temporary file.</summary>
    /// <inheritdoc cref="Read(string, CancellationToken)"/>
    public AudioClip Read(Stream stream, CancellationToken cancellation = default)
    {
        ByteReader reader = new(stream);
        if (ReadHere(reader, out AudioContainer container) is { } clip)
            return clip;
        FfmpegDecoder ffmpeg = Ffmpeg(container);
        string temporary = Path.GetTempFileName();
        try
        {
            Copy(reader, temporary, cancellation);
            return ffmpeg.Decode(temporary, container, _limits, cancellation);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private AudioClip? ReadHere(ByteReader reader, out AudioContainer container)
    {
        container = AudioSniffer.Detect(reader.Peek(AudioSniffer.HeadBytes));
        return container switch
        {
            AudioContainer.Wav => WavFile.Read(reader, _limits),
            AudioContainer.Aiff => AiffFile.Read(reader, _limits),
            AudioContainer.Unknown => throw new AudioFormatException(
                reader.Peek(1).IsEmpty
                    ? "The audio file is empty."
                    : "This is not audio of a known kind (WAV, AIFF, FLAC, MP3, Ogg, Opus, AAC, M4A or WebM)."),
            _ => null,
        };
    }

    private FfmpegDecoder Ffmpeg(AudioContainer container) =>
        FfmpegProgram.Find(_searchPath) is { } program
            ? new FfmpegDecoder(program)
            : throw new AudioFormatException(
                $"Reading {container} audio needs the program ffmpeg, which was not found on the PATH. " +
                $"{FfmpegProgram.InstallHint} or convert the file to WAV.");

    private void Copy(ByteReader reader, string path, CancellationToken cancellation)
    {
        using FileStream file = File.Create(path);
        var block = new byte[64 << 10];
        long total = 0;
        while (reader.Read(block) is > 0 and int read)
        {
            cancellation.ThrowIfCancellationRequested();
            total += read;
            if (total > _limits.MaxEncodedBytes)
                throw new AudioFormatException($"The audio file is larger than {_limits.MaxEncodedBytes >> 20} MiB. Cut it first.");
            file.Write(block.AsSpan(0, read));
        }
    }
}
