using System.Text.Json;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Parity;

/// <summary>The description's list of the recorded tensors, against the file that holds them.</summary>
internal static class CaseTensors
{
    private const int Named = 5;

    /// <summary>Checks that the file holds exactly the tensors of the list, each of its shape and format.</summary>
    /// <exception cref="FormatException">The list is malformed, or it and the file differ; the message names the tensors.</exception>
    public static void Require(JsonElement list, SafetensorsFile file)
    {
        HashSet<string> listed = [];
        List<string> problems = [];
        foreach (JsonElement element in list.EnumerateArray())
        {
            var entry = new CaseJson(element, "tensors[]");
            string name = entry.Text("name");
            if (!listed.Add(name))
                throw new FormatException($"'tensors' lists '{name}' twice.");
            if (Difference(entry, name, file) is { } difference)
                problems.Add($"'{name}' {difference}");
        }

        problems.AddRange(file.Names.Where(name => !listed.Contains(name)).Select(name => $"'{name}' is not listed"));
        if (problems.Count > 0)
        {
            string more = problems.Count > Named ? $", and {problems.Count - Named} more" : "";
            throw new FormatException($"its list of tensors and {file.Origin} differ: {string.Join(", ", problems.Take(Named))}{more}.");
        }
    }

    private static string? Difference(CaseJson entry, string name, SafetensorsFile file)
    {
        int[] shape = entry.Integers("shape");
        string dtype = entry.Text("dtype");
        if (!file.Contains(name))
            return "is not in the file";
        SafetensorsEntry stored = file.Entry(name);
        int[] dimensions = [.. Enumerable.Range(0, stored.Shape.Rank).Select(axis => stored.Shape[axis])];
        if (!dimensions.AsSpan().SequenceEqual(shape))
            return $"is {stored.Shape} in the file, ({string.Join(", ", shape)}) in the list";
        return dtype == NumpyName(stored.Dtype) ? null : $"is {NumpyName(stored.Dtype)} in the file, {dtype} in the list";
    }

    /// <summary>The recorder writes numpy's names.</summary>
    private static string NumpyName(Dtype dtype) => dtype switch
    {
        Dtype.F64 => "float64",
        Dtype.F32 => "float32",
        Dtype.I64 => "int64",
        Dtype.U8 => "uint8",
        _ => dtype.Name(),
    };
}
