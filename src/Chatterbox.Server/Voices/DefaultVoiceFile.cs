using System.Text.Json;

namespace Chatterbox.Server.Voices;

/// <summary>What stands in <c>library.json</c>: the id of the default voice, and nothing else.</summary>
/// <param name="Default">The id, or null.</param>
internal sealed record DefaultVoiceFile(string? Default)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "library.json";

    private const long MaxBytes = 4 << 10;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is not what this program writes.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static DefaultVoiceFile Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (stream.Length > MaxBytes)
            throw new InvalidDataException($"It is larger than {MaxBytes >> 10} kB.");
        try
        {
            DefaultVoiceFile file = JsonSerializer.Deserialize<DefaultVoiceFile>(stream, Json) ?? throw new JsonException("It holds null.");
            return file.Default is null || VoiceId.IsValid(file.Default) ? file : throw new JsonException("Its default is no id.");
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException(malformed.Message, malformed);
        }
    }

    /// <summary>Writes the file, which must not be there.</summary>
    public void Write(string path)
    {
        using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        JsonSerializer.Serialize(stream, this, Json);
        stream.Flush(flushToDisk: true);
    }
}
