using System.Globalization;

namespace Chatterbox.Audio.Encoding;

/// <summary>What ffmpeg is told in order to encode mono floats from its standard input to its standard output.</summary>
internal static class FfmpegArguments
{
    /// <summary>The speeds that one tempo filter makes without leaving samples out.</summary>
    private const double SlowestStage = 0.5;

    private const double FastestStage = 2;

    /// <summary>All arguments for a format; wav as pcm, since its header is made here.</summary>
    public static IEnumerable<string> For(EncodedFormat format, EncoderSettings settings) =>
    [
        // With its usual probe ffmpeg would hold back the first megabytes.
        "-filter_threads", "1", "-probesize", "32", "-analyzeduration", "0", "-protocol_whitelist", "pipe",
        "-f", "f32le", "-ar", settings.SampleRate.ToString(CultureInfo.InvariantCulture), "-ac", "1", "-i", "pipe:0",
        "-map", "0:a:0", "-map_metadata", "-1", "-threads", "1",
        .. Tempo(settings.Speed), .. Codec(format),
        // The same input gives the same bytes, and they do not tell who made them.
        "-fflags", "+bitexact", "-flags:a", "+bitexact", "-flush_packets", "1", "pipe:1",
    ];

    /// <summary>
    /// Samples of silence that push the last samples through the tempo filters, which at the end lose up to a window for each stage.
    /// A window is the power of two from 1/24 s up; that of a second stage spans more of the input when the first one makes it faster.
    /// </summary>
    public static int TempoTail(EncoderSettings settings)
    {
        int window = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)settings.SampleRate / 24);
        return settings.Speed > FastestStage ? 3 * window : window;
    }

    private static string[] Tempo(double speed)
    {
        if (speed == 1)
            return [];
        bool oneStage = speed is >= SlowestStage and <= FastestStage;
        string stage = FormattableString.Invariant($"atempo={(oneStage ? speed : Math.Sqrt(speed)):0.#########}");
        return ["-af", oneStage ? stage : $"{stage},{stage}"];
    }

    /// <summary>Rates that are transparent for speech; the smallest delays that cost no more than a few percent of bytes.</summary>
    private static string[] Codec(EncodedFormat format) => format switch
    {
        EncodedFormat.Wav or EncodedFormat.Pcm => ["-c:a", "pcm_s16le", "-f", "s16le"],
        EncodedFormat.Mp3 => ["-c:a", "libmp3lame", "-b:a", "128k", "-id3v2_version", "0", "-write_xing", "0", "-f", "mp3"],
        EncodedFormat.Opus => ["-c:a", "libopus", "-b:a", "64k", "-page_duration", "100000", "-f", "ogg"],
        EncodedFormat.Aac => ["-c:a", "aac", "-b:a", "96k", "-f", "adts"],
        EncodedFormat.Flac => ["-c:a", "flac", "-sample_fmt", "s16", "-metadata_header_padding", "0", "-f", "flac"],
        _ => throw EncodedFormats.Unknown(format),
    };
}
