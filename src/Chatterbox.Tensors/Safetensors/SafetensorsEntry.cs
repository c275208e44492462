namespace Chatterbox.Tensors.Safetensors;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">The key in the header.</param>
/// <param name="Dtype">The format of the elements.</param>
/// <param name="Shape">The dimensions, rank 0 to 4.</param>
/// <param name="Offset">First byte, counted from the start of the data section.</param>
/// <param name="Bytes">Length in bytes: elements times the size of one.</param>
public sealed record SafetensorsEntry(string Name, Dtype Dtype, Shape Shape, long Offset, long Bytes);
