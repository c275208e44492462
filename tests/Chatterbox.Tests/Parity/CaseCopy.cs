using System.Text.Json.Nodes;
using Chatterbox.Audio;
using Chatterbox.Parity;
using Chatterbox.Server;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests.Parity;

/// <summary>A copy of a recorded case to be spoilt.</summary>
internal sealed class CaseCopy : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _name;

    public CaseCopy(string name)
    {
        _name = name;
        Directory.CreateDirectory(Folder);
        foreach (string file in (ReadOnlySpan<string>)["case.json", "inventory.json", "tensors.safetensors"])
            File.Copy(Repo.Path("parity_data", name, file), Path.Combine(Folder, file));
    }

    /// <summary>Where it lies.</summary>
    public string Folder => _folder.File("case");

    /// <summary>The path of its description.</summary>
    public string Json => Path.Combine(Folder, "case.json");

    /// <summary>Changes the description.</summary>
    public void EditJson(Action<JsonObject> edit)
    {
        JsonObject json = JsonNode.Parse(File.ReadAllText(Json))!.AsObject();
        edit(json);
        File.WriteAllText(Json, json.ToJsonString());
    }

    /// <summary>Changes ids of a tensor, whose shape stays.</summary>
    public void EditIds(string name, Action<long[]> edit) => EditTensors(tensor =>
    {
        if (tensor.Name != name)
            return tensor;
        long[] ids = Read(file => file.ReadInt64(name));
        edit(ids);
        return SafetensorsTensor.Int64(name, tensor.Shape, ids);
    });

    /// <summary>Gives a tensor another shape of as many values or fewer, in the file and in the list.</summary>
    public void Reshape(string name, params int[] shape)
    {
        EditTensors(tensor => tensor.Name == name ? Cut(tensor, new Shape(shape)) : tensor);
        EditJson(json => Listed(json, name)["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]));
    }

    /// <summary>Renames a tensor in the file alone, or in the list too.</summary>
    public void Rename(string name, string newName, bool listed)
    {
        EditTensors(tensor => tensor.Name == name ? tensor with { Name = newName } : tensor);
        if (listed)
            EditJson(json => Listed(json, name)["name"] = newName);
    }

    /// <summary>Takes a tensor out of the file and the list.</summary>
    public void Remove(string name)
    {
        EditTensors(tensor => tensor.Name == name ? null : tensor);
        EditJson(json => json["tensors"]!.AsArray().Remove(Listed(json, name)));
    }

    /// <summary>Opens and runs it.</summary>
    public ParityReport Run(int? phase = null, AudioClip? recording = null)
    {
        using ParityCase parityCase = ParityCase.Open(Folder);
        using var engine = new CpuEngine(2);
        string? model = ParityCases.ModelFolder(_name);
        return new ParityRunner(parityCase, engine, model, BundledFiles.TokenizerFolder(parityCase.Family, model), recording).Run(phase, chained: false);
    }

    public void Dispose() => _folder.Dispose();

    private static JsonNode Listed(JsonObject json, string name) => json["tensors"]!.AsArray().Single(entry => (string?)entry!["name"] == name)!;

    private static SafetensorsTensor Cut(SafetensorsTensor tensor, Shape shape) => new(tensor.Name, tensor.Dtype, shape, stream =>
    {
        using MemoryStream whole = new();
        tensor.Write(whole);
        stream.Write(whole.GetBuffer().AsSpan(0, checked((int)shape.Count * tensor.Dtype.Size())));
    });

    private T Read<T>(Func<SafetensorsFile, T> read)
    {
        using var file = SafetensorsFile.Open(Path.Combine(Folder, "tensors.safetensors"));
        return read(file);
    }

    private void EditTensors(Func<SafetensorsTensor, SafetensorsTensor?> edit)
    {
        SafetensorsTensor[] tensors = Read(file => file.Names.Select(name => edit(Tensor(file, name))).OfType<SafetensorsTensor>().ToArray());
        SafetensorsWriter.Write(Path.Combine(Folder, "tensors.safetensors"), tensors);
    }

    /// <summary>The tensor with its bytes read, since the file is to be replaced.</summary>
    private static SafetensorsTensor Tensor(SafetensorsFile file, string name)
    {
        SafetensorsEntry entry = file.Entry(name);
        byte[] bytes = entry.Dtype switch
        {
            Dtype.I64 => Bytes(file.ReadInt64(name)),
            Dtype.F64 => Bytes(file.ReadFloat64(name)),
            _ => Bytes(file.ReadFloats(name)),
        };
        return new SafetensorsTensor(name, entry.Dtype, entry.Shape, stream => stream.Write(bytes));
    }

    private static byte[] Bytes<T>(T[] values)
        where T : struct => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
