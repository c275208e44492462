using System.Globalization;
using Chatterbox.Audio.Analysis;

namespace Chatterbox.Server.Commands;

/// <summary>What a recording is like, in one line.</summary>
internal static class AudioLine
{
    /// <summary>Length, rate, channels, level and loudness.</summary>
    public static string Of(AudioInfo info) => string.Create(
        CultureInfo.InvariantCulture,
        $"{info.Duration.TotalSeconds:F2} s, {info.SampleRate} Hz, {Channels(info.Channels)}, peak {Number(20 * Math.Log10(info.Peak))} dBFS, {Loudness(info.Loudness)}");

    private static string Channels(int count) => count switch
    {
        1 => "mono",
        2 => "stereo",
        _ => $"{count} channels",
    };

    private static string Loudness(double? loudness) => loudness is { } value ? $"loudness {Number(value)} LUFS" : "too short for a loudness";

    private static string Number(double decibels) =>
        double.IsNegativeInfinity(decibels) ? "-inf" : decibels.ToString("F1", CultureInfo.InvariantCulture);
}
