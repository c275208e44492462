namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>How a block of a <see cref="QuantizedMatrix{TFormat}"/> keeps its values; see <see cref="QuantizedBlock"/>.</summary>
internal unsafe interface IBlockFormat
{
    /// <summary>Values of a column that share a scale: an even number, of which <see cref="RoundRowsKernel.LargestBlock"/> is a multiple.</summary>
    static abstract int Values { get; }

    /// <summary>Bytes of the values of two rows.</summary>
    static abstract int PairBytes { get; }

    /// <summary>Bytes of a block with its scales.</summary>
    static abstract int BlockBytes { get; }

    /// <summary>The pairs of a register of columns of a panel's left half.</summary>
    static abstract TIntegers Left<TVector, TIntegers, TLane>(sbyte* values)
        where TLane : struct, IDotLane<TVector, TIntegers>;

    /// <summary>The pairs of those columns that lie half a panel to the right of <see cref="Left{TVector, TIntegers, TLane}"/>.</summary>
    static abstract TIntegers Right<TVector, TIntegers, TLane>(sbyte* values)
        where TLane : struct, IDotLane<TVector, TIntegers>;

    /// <summary>Rounds the first <paramref name="rows"/> rows of a block of 32 columns of floats; all bytes of its values are zero before.</summary>
    static abstract void Round(float* source, int rows, ushort* scales, sbyte* values);
}
