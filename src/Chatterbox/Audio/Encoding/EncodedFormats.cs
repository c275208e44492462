namespace Chatterbox.Audio.Encoding;

/// <summary>What is known of each <see cref="EncodedFormat"/>.</summary>
public static class EncodedFormats
{
    /// <summary>The format of this name ("wav", "pcm", "mp3", "opus", "aac", "flac"; case does not count), or null.</summary>
    public static EncodedFormat? Parse(string? name) => name?.ToLowerInvariant() switch
    {
        "wav" => EncodedFormat.Wav,
        "pcm" => EncodedFormat.Pcm,
        "mp3" => EncodedFormat.Mp3,
        "opus" => EncodedFormat.Opus,
        "aac" => EncodedFormat.Aac,
        "flac" => EncodedFormat.Flac,
        _ => null,
    };

    /// <summary>The media type for HTTP. Opus in Ogg is called audio/opus, as clients of OpenAI's speech endpoint expect.</summary>
    public static string ContentType(this EncodedFormat format) => format switch
    {
        EncodedFormat.Wav => "audio/wav",
        EncodedFormat.Pcm => "audio/pcm",
        EncodedFormat.Mp3 => "audio/mpeg",
        EncodedFormat.Opus => "audio/opus",
        EncodedFormat.Aac => "audio/aac",
        EncodedFormat.Flac => "audio/flac",
        _ => throw Unknown(format),
    };

    /// <summary>The extension of file names, with its dot.</summary>
    public static string FileExtension(this EncodedFormat format) => format switch
    {
        EncodedFormat.Wav => ".wav",
        EncodedFormat.Pcm => ".pcm",
        EncodedFormat.Mp3 => ".mp3",
        EncodedFormat.Opus => ".opus",
        EncodedFormat.Aac => ".aac",
        EncodedFormat.Flac => ".flac",
        _ => throw Unknown(format),
    };

    /// <summary>Whether the program ffmpeg makes it. At another speed than 1 it is needed for every format.</summary>
    public static bool NeedsFfmpeg(this EncodedFormat format) => format is not (EncodedFormat.Wav or EncodedFormat.Pcm);

    /// <summary>The exception for a number that is no format.</summary>
    internal static ArgumentOutOfRangeException Unknown(EncodedFormat format) =>
        new(nameof(format), format, "There is no such format.");
}
