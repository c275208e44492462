using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Checkpoints.Torch;

/// <summary>The numbers that one or several tensors of an archive view.</summary>
/// <param name="Dtype">The format of the elements.</param>
/// <param name="Count">Number of elements.</param>
/// <param name="Bytes">Their bytes, little-endian.</param>
internal sealed record TorchStorage(Dtype Dtype, int Count, ReadOnlyMemory<byte> Bytes);
