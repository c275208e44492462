using System.Text.Json;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Parity;

/// <summary>
/// One recorded run of the Python reference: what it was asked and every intermediate tensor. See parity_data/README.md.
/// </summary>
public sealed class ParityCase : IDisposable
{
    private const long MaxJsonBytes = 64 << 20;

    private ParityCase(string folder, JsonElement json, SafetensorsFile tensors)
    {
        Folder = folder;
        Tensors = tensors;
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        Family = Enum.Parse<ModelFamily>(json.GetProperty("family").GetString()!, ignoreCase: true);
        Seed = json.GetProperty("seed").GetInt32();
        Text = json.GetProperty("text").GetString()!;
        Normalized = json.GetProperty("normalized").GetString()!;
        Language = json.GetProperty("language").GetString();
        ReferenceWav = json.GetProperty("reference_wav").GetString()!;
        ForcedStopAfter = json.GetProperty("forced_stop_after").GetInt32();
        Options = json.GetProperty("options").Deserialize<ParityOptions>()!;
    }

    /// <summary>The folder's name.</summary>
    public string Name { get; }

    /// <summary>Where the case lies.</summary>
    public string Folder { get; }

    /// <summary>The model family.</summary>
    public ModelFamily Family { get; }

    /// <summary>The seed of the generated checkpoint.</summary>
    public int Seed { get; }

    /// <summary>The text as it was given.</summary>
    public string Text { get; }

    /// <summary>The text after punc_norm.</summary>
    public string Normalized { get; }

    /// <summary>The language of a multilingual case.</summary>
    public string? Language { get; }

    /// <summary>File name of the reference recording.</summary>
    public string ReferenceWav { get; }

    /// <summary>Tokens after which the recorder drew the stop token.</summary>
    public int ForcedStopAfter { get; }

    /// <summary>Sampling and conditioning settings.</summary>
    public ParityOptions Options { get; }

    /// <summary>All recorded tensors.</summary>
    public SafetensorsFile Tensors { get; }

    /// <summary>The inventory of the generated checkpoint.</summary>
    public string InventoryPath => Path.Combine(Folder, "inventory.json");

    /// <summary>Opens a case folder.</summary>
    /// <exception cref="InvalidDataException">case.json is missing or malformed.</exception>
    /// <exception cref="CheckpointException">tensors.safetensors is malformed.</exception>
    public static ParityCase Open(string folder)
    {
        string path = Path.Combine(folder, "case.json");
        if (!File.Exists(path))
            throw new InvalidDataException($"'{folder}' is not a parity case: it has no case.json.");
        if (new FileInfo(path).Length > MaxJsonBytes)
            throw new InvalidDataException($"'{path}' is larger than {MaxJsonBytes >> 20} MB.");
        SafetensorsFile tensors = SafetensorsFile.Open(Path.Combine(folder, "tensors.safetensors"));
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
            return new ParityCase(folder, json.RootElement, tensors);
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or FormatException)
        {
            tensors.Dispose();
            throw new InvalidDataException($"'{path}' is not the description of a parity case: {malformed.Message}", malformed);
        }
    }

    /// <summary>Whether a tensor was recorded.</summary>
    public bool Has(string name) => Tensors.Contains(name);

    /// <summary>A recorded tensor of floats.</summary>
    public HostTensor Get(string name) => Tensors.Read(name);

    /// <summary>A recorded list of ids.</summary>
    public int[] Ids(string name) => Array.ConvertAll(Tensors.ReadInt64(name), id => checked((int)id));

    /// <inheritdoc/>
    public void Dispose() => Tensors.Dispose();
}
