using System.Diagnostics.CodeAnalysis;

namespace Chatterbox.Tensors.Safetensors;

/// <summary>Sizes, names and kinds of the number formats.</summary>
public static class DtypeExtensions
{
    /// <summary>Bytes per element.</summary>
    public static int Size(this Dtype dtype) => dtype switch
    {
        Dtype.F64 or Dtype.I64 => 8,
        Dtype.F32 or Dtype.I32 => 4,
        Dtype.F16 or Dtype.BF16 or Dtype.I16 => 2,
        _ => 1,
    };

    /// <summary>Whether the elements are floats.</summary>
    public static bool IsFloat(this Dtype dtype) => dtype is Dtype.F64 or Dtype.F32 or Dtype.F16 or Dtype.BF16;

    /// <summary>The name as safetensors headers write it.</summary>
    public static string Name(this Dtype dtype) => dtype == Dtype.Bool ? "BOOL" : dtype.ToString();

    /// <summary>Reads the name that safetensors headers use; false when the format is not supported.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out Dtype? dtype)
    {
        dtype = name switch
        {
            "F64" => Dtype.F64,
            "F32" => Dtype.F32,
            "F16" => Dtype.F16,
            "BF16" => Dtype.BF16,
            "I64" => Dtype.I64,
            "I32" => Dtype.I32,
            "I16" => Dtype.I16,
            "I8" => Dtype.I8,
            "U8" => Dtype.U8,
            "BOOL" => Dtype.Bool,
            _ => null,
        };
        return dtype is not null;
    }
}
