using System.Text.Json;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Files;
using Chatterbox.Tensors.Safetensors;
using Chatterbox.Text;

namespace Chatterbox.Parity;

/// <summary>
/// One recorded run of the Python reference: what it was asked and every intermediate tensor. See parity_data/README.md.
/// </summary>
public sealed class ParityCase : IDisposable
{
    private const long MaxJsonBytes = 64 << 20;
    private const int MaxJsonDepth = 8;

    private ParityCase(string folder, CaseJson json, SafetensorsFile tensors)
    {
        Folder = folder;
        Tensors = tensors;
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        Family = ReadFamily(json);
        Seed = json.Integer("seed");
        Text = json.Text("text");
        Normalized = json.Text("normalized");
        Language = ReadLanguage(json, Family);
        ReferenceWav = json.Text("reference_wav");
        T3File = json.Has("t3_file") ? json.Text("t3_file") : null;
        ForcedStopAfter = json.Integer("forced_stop_after", 0);
        Options = ParityOptions.Read(json.Object("options"), Family);
        CaseTensors.Require(json.List("tensors"), tensors);
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

    /// <summary>File name of the T3 weights; null where the recorder did not note it.</summary>
    public string? T3File { get; }

    /// <summary>Tokens after which the recorder drew the stop token.</summary>
    public int ForcedStopAfter { get; }

    /// <summary>Sampling and conditioning settings.</summary>
    public ParityOptions Options { get; }

    /// <summary>All recorded tensors.</summary>
    public SafetensorsFile Tensors { get; }

    /// <summary>The inventory of the generated checkpoint.</summary>
    public string InventoryPath => Path.Combine(Folder, "inventory.json");

    /// <summary>Opens a case folder.</summary>
    /// <exception cref="InvalidDataException">case.json is missing or malformed, or its list of tensors is not that of the file.</exception>
    /// <exception cref="CheckpointException">tensors.safetensors is malformed, or one of the two is no file.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ParityCase Open(string folder)
    {
        string path = Path.Combine(folder, "case.json");
        if (!File.Exists(path))
            throw new InvalidDataException($"'{folder}' is not a parity case: it has no case.json.");
        using FileStream stream = RegularFile.Open(path);
        if (stream.Length > MaxJsonBytes)
            throw new InvalidDataException($"'{path}' is larger than {MaxJsonBytes >> 20} MB.");
        SafetensorsFile tensors = SafetensorsFile.Open(Path.Combine(folder, "tensors.safetensors"));
        try
        {
            using JsonDocument json = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = MaxJsonDepth, AllowDuplicateProperties = false });
            return new ParityCase(folder, new CaseJson(json.RootElement), tensors);
        }
        catch (Exception malformed)
        {
            tensors.Dispose();
            if (malformed is not (JsonException or FormatException))
                throw;
            throw new InvalidDataException($"'{path}' is not the description of a parity case: {malformed.Message}", malformed);
        }
    }

    /// <summary>Whether a tensor was recorded.</summary>
    public bool Has(string name) => Tensors.Contains(name);

    /// <summary>A recorded tensor of floats.</summary>
    public HostTensor Get(string name) => Tensors.Read(name);

    /// <summary>A recorded tensor of floats, whose shape is of the pattern (see <see cref="ShapePattern"/>).</summary>
    /// <exception cref="InvalidDataException">It has another shape.</exception>
    /// <exception cref="CheckpointException">It was not recorded, or holds integers.</exception>
    public HostTensor Get(string name, params ReadOnlySpan<int> pattern)
    {
        Require(name, Tensors.ShapeOf(name), pattern);
        return Tensors.Read(name);
    }

    /// <summary>A recorded list of ids, from 0 to <paramref name="count"/> - 1.</summary>
    /// <exception cref="InvalidDataException">It is no list, or an id is out of range.</exception>
    /// <exception cref="CheckpointException">It was not recorded, or holds floats.</exception>
    public int[] Ids(string name, int count = int.MaxValue)
    {
        Require(name, Tensors.ShapeOf(name), [ShapePattern.Any]);
        long[] ids = Tensors.ReadInt64(name);
        int wrong = Array.FindIndex(ids, id => id < 0 || id >= count);
        return wrong < 0
            ? Array.ConvertAll(ids, id => (int)id)
            : throw new InvalidDataException($"{Tensors.Origin}: '{name}' holds {ids[wrong]} at {wrong}; ids run from 0 to {count - 1}.");
    }

    /// <summary>Refuses a tensor, of the case or made from it, that has another shape than the pattern.</summary>
    /// <exception cref="InvalidDataException">It has.</exception>
    internal void Require(string name, Shape shape, params ReadOnlySpan<int> pattern)
    {
        if (!ShapePattern.Fits(shape, pattern))
            throw new InvalidDataException($"{Tensors.Origin}: '{name}' has the shape {shape}; it must be {ShapePattern.Describe(pattern)}.");
    }

    /// <inheritdoc/>
    public void Dispose() => Tensors.Dispose();

    private static ModelFamily ReadFamily(CaseJson json)
    {
        string name = json.Text("family");
        foreach (ModelFamily family in Enum.GetValues<ModelFamily>())
            if (family.ToString().Equals(name, StringComparison.OrdinalIgnoreCase))
                return family;
        throw json.Wrong("family", $"'{name}', not original, multilingual, turbo or nano");
    }

    private static string? ReadLanguage(CaseJson json, ModelFamily family)
    {
        string? code = json.OptionalText("language");
        if (family != ModelFamily.Multilingual)
            return code is null ? null : throw json.Wrong("language", $"'{code}', but {family} has no languages; it must be null");
        return code is not null && Languages.TryFind(code, out _) ? code : throw json.Wrong("language", $"'{code}', no language of the model");
    }
}
