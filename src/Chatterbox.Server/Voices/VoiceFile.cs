using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Chatterbox.Server.Voices;

/// <summary>What stands in a <c>voice.json</c>.</summary>
internal sealed partial record VoiceFile(
    int Version, string Id, string Name, string? Language, IReadOnlyList<string> Aliases, DateTimeOffset Created, IReadOnlyList<VoiceClip> Clips)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "voice.json";

    private const int CurrentVersion = 1;
    private const long MaxBytes = 256 << 10;
    private const int MaxLanguageLength = 16;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Reads and checks the file of the voice <paramref name="id"/>.</summary>
    /// <exception cref="InvalidDataException">It is not what this program writes; the message says why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static VoiceEntry Read(string path, string id, VoiceLibraryLimits limits)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (stream.Length > MaxBytes)
            throw new InvalidDataException($"{FileName} is larger than {MaxBytes >> 10} kB.");
        try
        {
            VoiceFile file = JsonSerializer.Deserialize<VoiceFile>(stream, Json) ?? throw new JsonException("It holds null.");
            return file.ToEntry(id, limits);
        }
        catch (Exception malformed) when (malformed is JsonException or VoiceNameException or InvalidOperationException)
        {
            throw new InvalidDataException($"{FileName} cannot be used: {malformed.Message}", malformed);
        }
    }

    /// <summary>Writes a file that appears with all its content or not at all, if <paramref name="path"/> is moved into place.</summary>
    public static void Write(string path, VoiceEntry entry)
    {
        using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        JsonSerializer.Serialize(
            stream, new VoiceFile(CurrentVersion, entry.Id, entry.Name, entry.Language, entry.Aliases, entry.Created, entry.Clips), Json);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>The revision of a voice with these recordings.</summary>
    public static string RevisionOf(IReadOnlyList<VoiceClip> clips) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(' ', clips.Select(clip => clip.Sha256)))));

    private VoiceEntry ToEntry(string id, VoiceLibraryLimits limits)
    {
        Require(Version is >= 1 and <= CurrentVersion, $"It is of version {Version}; this program reads {CurrentVersion}.");
        Require(Id == id, "Its id is not the name of its folder.");
        Require(Aliases.Count <= limits.MaxAliases, $"It has more than {limits.MaxAliases} aliases.");
        Require(Clips.Count >= 1 && Clips.Count <= limits.MaxClips, $"It has {Clips.Count} recordings, not 1 to {limits.MaxClips}.");
        Require(Language is null || Language.Length <= MaxLanguageLength, "Its language is no code.");
        foreach (string? name in (IEnumerable<string?>)[Name, .. Aliases])
            VoiceName.Parse(name);
        foreach (VoiceClip? clip in Clips)
            Require(
                clip is not null && ClipFile().IsMatch(clip.File) && Sha256().IsMatch(clip.Sha256 ?? "") && clip.Bytes > 0
                    && clip.Seconds > 0 && double.IsFinite(clip.Seconds.Value) && clip.Findings.All(finding => finding is not null),
                "The entry of a recording is broken.");
        return new VoiceEntry(id, Name, Language, Aliases, Created, Clips) { Revision = RevisionOf(Clips) };
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new JsonException(message);
    }

    [GeneratedRegex(@"\A[0-9]{2}\.[a-z0-9]{1,5}\z")]
    private static partial Regex ClipFile();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Sha256();
}
