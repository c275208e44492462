using System.Text.Json;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests.Tensors;

/// <summary>One recorded operation of parity_data/ops: its options, inputs and outputs in PyTorch's layout.</summary>
internal sealed class GoldenOp
{
    private readonly JsonElement _options;
    private readonly SafetensorsFile _file;
    private readonly string _case;

    private GoldenOp(JsonElement options, SafetensorsFile file)
    {
        (_options, _file) = (options, file);
        _case = options.GetProperty("case").GetString()!;
        Name = options.GetProperty("op").GetString()!;
    }

    /// <summary>What was computed.</summary>
    public string Name { get; }

    /// <summary>All recorded operations.</summary>
    public static IReadOnlyList<GoldenOp> ReadAll()
    {
        SafetensorsFile file = SafetensorsFile.Open(Repo.Path("parity_data", "ops", "ops.safetensors"));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Repo.Path("parity_data", "ops", "ops.json")));
        return [.. json.RootElement.EnumerateArray().Select(entry => new GoldenOp(entry.Clone(), file))];
    }

    /// <summary>An integer option.</summary>
    public int Int(string option) => _options.GetProperty(option).GetInt32();

    /// <summary>Element <paramref name="index"/> of an option that is a list.</summary>
    public int Int(string option, int index) => _options.GetProperty(option)[index].GetInt32();

    /// <summary>A real option.</summary>
    public float Float(string option) => _options.GetProperty(option).GetSingle();

    /// <summary>A boolean option.</summary>
    public bool Bool(string option) => _options.GetProperty(option).GetBoolean();

    /// <summary>Whether there is an input of that name.</summary>
    public bool Has(string input) => _file.Contains($"{_case}/in/{input}");

    /// <summary>An input.</summary>
    public HostTensor Input(string name) => _file.Read($"{_case}/in/{name}");

    /// <summary>An input, or null where the case has none.</summary>
    public HostTensor? Optional(string name) => Has(name) ? Input(name) : null;

    /// <summary>An output.</summary>
    public HostTensor Output(int index = 0) => _file.Read($"{_case}/out/{index}");

    /// <inheritdoc/>
    public override string ToString() => $"{_case} {Name}";
}
