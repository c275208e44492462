using System.Text.Json;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Files;

namespace Chatterbox.Checkpoints;

/// <summary>What a model folder says of itself in <c>model-card.json</c>; published folders have none and get the defaults.</summary>
public sealed record ModelCard
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "model-card.json";

    private const long MaxBytes = 64 << 10;
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>What the model is called; null for a published one.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it is there to show the program at work, not to be used.</summary>
    public bool Demonstration { get; init; }

    /// <summary>Characters that the model speaks well in one go; longer text is split.</summary>
    public int MaxPieceCharacters { get; init; } = 300;

    /// <summary>Reads the card of a folder.</summary>
    /// <exception cref="CheckpointException">The card is malformed.</exception>
    public static ModelCard Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return new ModelCard();
        using FileStream stream = RegularFile.Open(path);
        if (stream.Length > MaxBytes)
            throw new CheckpointException($"'{path}' is larger than {MaxBytes >> 10} kB.");
        try
        {
            ModelCard card = JsonSerializer.Deserialize<ModelCard>(stream, Json) ?? new ModelCard();
            return card.MaxPieceCharacters >= 2 ? card : throw new JsonException("max_piece_characters is at least 2.");
        }
        catch (JsonException malformed)
        {
            throw new CheckpointException($"'{path}' is not a model card: {malformed.Message}", malformed);
        }
    }
}
