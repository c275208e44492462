using System.Globalization;

namespace Chatterbox.Server.Download;

/// <summary>Writes numbers of bytes for people.</summary>
internal static class ByteCount
{
    /// <summary>Three digits or so, in B, kB, MB or GB of powers of a thousand.</summary>
    public static string Format(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F2} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:F1} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };
}
