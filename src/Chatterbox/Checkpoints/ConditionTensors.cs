using Chatterbox.Checkpoints.Torch;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Checkpoints;

/// <summary>
/// The tensors of a voice file by dotted name (<c>t3.speaker_emb</c>), from conds.pt or conds.safetensors, as float64,
/// which holds float32 and tokens exactly. Entries that are None are absent.
/// </summary>
internal sealed class ConditionTensors
{
    private readonly Dictionary<string, (Shape Shape, Func<double[]> Values)> _tensors = [];

    private ConditionTensors()
    {
    }

    /// <summary>Reads all tensors of the file but <paramref name="ignored"/>.</summary>
    /// <exception cref="CheckpointException">The file is malformed or too large.</exception>
    public static ConditionTensors Load(string path, params ReadOnlySpan<string> ignored) =>
        Path.GetExtension(path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase)
            ? FromSafetensors(path, ignored)
            : FromTorch(path, ignored);

    /// <summary>The tensor <paramref name="name"/>, or null. Its values are copied when they are asked for.</summary>
    public (Shape Shape, Func<double[]> Values)? Find(string name) =>
        _tensors.TryGetValue(name, out (Shape, Func<double[]>) tensor) ? tensor : null;

    private static ConditionTensors FromSafetensors(string path, ReadOnlySpan<string> ignored)
    {
        ConditionTensors tensors = new();
        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (file.Names.Sum(name => file.Entry(name).Bytes) > TorchArchive.MaxBytes)
            throw new CheckpointException($"{path} is larger than a voice can be ({TorchArchive.MaxBytes} bytes).");
        foreach (string name in file.Names)
        {
            if (ignored.Contains(name))
                continue;
            SafetensorsEntry entry = file.Entry(name);
            double[] values = entry.Dtype.IsFloat()
                ? file.ReadFloat64(name)
                : Array.ConvertAll(file.ReadInt64(name), value => (double)value);
            tensors._tensors.Add(name, (entry.Shape, () => values));
        }
        return tensors;
    }

    private static ConditionTensors FromTorch(string path, ReadOnlySpan<string> ignored)
    {
        ConditionTensors tensors = new();
        if (TorchArchive.Load(path) is not Dictionary<object, object?> root)
            throw new CheckpointException($"{path} is no voice: it holds no dictionary.");
        foreach (string group in (ReadOnlySpan<string>)["t3", "gen"])
        {
            if (root.GetValueOrDefault(group) is not Dictionary<object, object?> entries)
                throw new CheckpointException($"{path} is no voice: it lacks the dictionary '{group}'.");
            foreach ((object key, object? value) in entries)
            {
                string name = $"{group}.{key}";
                if (!ignored.Contains(name))
                    tensors.Add(path, name, value);
            }
        }
        return tensors;
    }

    private void Add(string path, string name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case TorchTensor tensor:
                _tensors[name] = (tensor.Shape, tensor.ToFloat64);
                break;
            case double number:
                _tensors[name] = (new Shape(), () => [number]);
                break;
            default:
                throw new CheckpointException($"{path}: '{name}' is neither a tensor nor a number.");
        }
    }
}
