using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Checkpoints.Torch;

/// <summary>A class of torch storages named in an archive, such as <c>torch.FloatStorage</c>.</summary>
/// <param name="Dtype">The format of its elements.</param>
internal sealed record TorchStorageType(Dtype Dtype)
{
    /// <summary>Finds the storage class <c>torch.<paramref name="name"/></c>; null when there is none.</summary>
    public static TorchStorageType? Find(string name) => name switch
    {
        "DoubleStorage" => new(Dtype.F64),
        "FloatStorage" => new(Dtype.F32),
        "HalfStorage" => new(Dtype.F16),
        "BFloat16Storage" => new(Dtype.BF16),
        "LongStorage" => new(Dtype.I64),
        "IntStorage" => new(Dtype.I32),
        "ShortStorage" => new(Dtype.I16),
        "CharStorage" => new(Dtype.I8),
        "ByteStorage" => new(Dtype.U8),
        "BoolStorage" => new(Dtype.Bool),
        _ => null,
    };
}
