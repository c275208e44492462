namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// Integers in a register as wide as that of the floats: one of 32 bits for each of its columns, or two of 16. A pair is two neighbours of
/// K, which one instruction multiplies and adds.
/// </summary>
internal unsafe interface IDotLane<TVector, TIntegers> : ILane<TVector>
{
    static abstract TIntegers NoSum { get; }

    /// <summary>The pairs of a register's columns, widened from 8 to 16 bits.</summary>
    static abstract TIntegers Pairs(sbyte* source);

    /// <summary>The numbers, -8 to 7, in the lower 4 bits of bytes that <see cref="Pairs"/> widened.</summary>
    static abstract TIntegers LowerNibbles(TIntegers bytes);

    /// <summary>The numbers, -8 to 7, in the upper 4 bits of bytes that <see cref="Pairs"/> widened.</summary>
    static abstract TIntegers UpperNibbles(TIntegers bytes);

    /// <summary>One pair, the same for all columns.</summary>
    static abstract TIntegers Pair(short* source);

    /// <summary>sum + left[0] right[0] + left[1] right[1] of each column.</summary>
    static abstract TIntegers DotAdd(TIntegers left, TIntegers right, TIntegers sum);

    static abstract TVector ToFloat(TIntegers sum);
}
