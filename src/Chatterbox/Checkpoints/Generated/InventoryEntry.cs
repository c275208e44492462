using Chatterbox.Tensors;

namespace Chatterbox.Checkpoints.Generated;

/// <summary>One tensor of a checkpoint that is made from a seed.</summary>
/// <param name="Name">The key in the file.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="IsInteger">Whether it holds 64-bit integers, which are all zero; else 32-bit floats.</param>
/// <param name="IsComputed">Whether it is a buffer with real values, such as a filter bank, and not drawn.</param>
public sealed record InventoryEntry(string Name, Shape Shape, bool IsInteger, bool IsComputed);
