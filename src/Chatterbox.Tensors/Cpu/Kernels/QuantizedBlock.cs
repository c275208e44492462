namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// A block of a panel: 32 scales in bfloat16, one a column, followed by the values of some rows as an <see cref="IBlockFormat"/> keeps
/// them, the two values of a pair of rows and a column side by side.
/// </summary>
internal static unsafe class QuantizedBlock
{
    /// <summary>Bytes of the scales.</summary>
    public const int ScaleBytes = Panel.Width * sizeof(ushort);

    /// <summary>The scales of a block, the upper halves of floats.</summary>
    public static ushort* Scales(byte* block) => (ushort*)block;

    /// <summary>The values of a block.</summary>
    public static sbyte* Values(byte* block) => (sbyte*)(block + ScaleBytes);
}
