using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Chatterbox.Server.Voices;

/// <summary>Recordings that the operator put directly into the folder: each is a voice with the name of the file.</summary>
internal static class LooseRecording
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".wav", ".wave", ".aif", ".aiff", ".aifc", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".aac", ".m4a", ".mp4", ".webm",
    };

    /// <summary>Whether a file is meant as a voice; what it is indeed is told when it is read.</summary>
    public static bool IsOne(string file) => Extensions.Contains(Path.GetExtension(file));

    /// <summary>The name of the voice.</summary>
    /// <exception cref="VoiceNameException">The file's name is no name of a voice.</exception>
    public static VoiceName NameOf(string file) => VoiceName.Parse(Path.GetFileNameWithoutExtension(file));

    /// <summary>The voice of a file.</summary>
    public static VoiceEntry Describe(FileInfo file, VoiceName name, string id) => new(
        id, name.Text, Language: null, Aliases: [], file.LastWriteTimeUtc, [new VoiceClip(file.Name, file.Name, file.Length, null, null, [])])
    {
        IsReadOnly = true,
        Revision = RevisionOf(file),
    };

    /// <summary>Tells the content of a file by its name, size and time, without reading it.</summary>
    public static string RevisionOf(FileInfo file)
    {
        string facts = string.Create(CultureInfo.InvariantCulture, $"{file.Name}/{file.Length}/{file.LastWriteTimeUtc.Ticks}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(facts)));
    }
}
