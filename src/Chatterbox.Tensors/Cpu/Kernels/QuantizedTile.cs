using System.Runtime.CompilerServices;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// A few rows in 16 bits times a panel in 8 or in 4. The products of a block are summed as integers, exactly, and the blocks as floats in order:
/// the bits do not depend on the number of rows, nor on the width of the registers.
/// </summary>
internal static unsafe class QuantizedTile<TVector, TIntegers, TLane, TRows, TFormat>
    where TLane : struct, IDotLane<TVector, TIntegers>
    where TRows : struct, IRowCount
    where TFormat : struct, IBlockFormat
{
    /// <summary>Columns from the left register to the right one.</summary>
    private const int Half = Panel.Width / 2;

    /// <summary>sums[r][j] = sum over k of a[r][k] b[k][j] for all columns of a panel, without the scales of the rows.</summary>
    public static void Run(short* a, nint aStride, byte* panel, int blocks, float* sums)
    {
        new Span<float>(sums, TRows.Count * Panel.Width).Clear();
        for (int column = 0; column < Half; column += TLane.Width)
        {
            byte* block = panel;
            for (int i = 0; i < blocks; i++, block += TFormat.BlockBytes)
                AddBlock(a + i * TFormat.Values, aStride, block, column, sums + column);
        }
    }

    // Inlined: a call a block would cost as much as two rows of it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddBlock(short* a0, nint aStride, byte* block, int column, float* sums)
    {
        short* a1 = a0 + aStride;
        short* a2 = a1 + aStride;
        short* a3 = a2 + aStride;
        short* a4 = a3 + aStride;
        short* a5 = a4 + aStride;
        short* a6 = a5 + aStride;
        short* a7 = a6 + aStride;
        TIntegers c00 = TLane.NoSum, c01 = TLane.NoSum, c10 = TLane.NoSum, c11 = TLane.NoSum;
        TIntegers c20 = TLane.NoSum, c21 = TLane.NoSum, c30 = TLane.NoSum, c31 = TLane.NoSum;
        TIntegers c40 = TLane.NoSum, c41 = TLane.NoSum, c50 = TLane.NoSum, c51 = TLane.NoSum;
        TIntegers c60 = TLane.NoSum, c61 = TLane.NoSum, c70 = TLane.NoSum, c71 = TLane.NoSum;

        // What comes next is asked for rather more than a page ahead.
        nint ahead = 8 * TFormat.BlockBytes;
        Prefetch.Line(block + ahead);
        sbyte* values = QuantizedBlock.Values(block) + 2 * column;
        for (nint pair = 0; pair < TFormat.Values; pair += 2, values += TFormat.PairBytes)
        {
            Prefetch.Line((byte*)values + ahead);
            TIntegers b0 = TFormat.Left<TVector, TIntegers, TLane>(values), b1 = TFormat.Right<TVector, TIntegers, TLane>(values);
            TIntegers x = TLane.Pair(a0 + pair);
            c00 = TLane.DotAdd(b0, x, c00);
            c01 = TLane.DotAdd(b1, x, c01);
            if (TRows.Count > 1)
            {
                x = TLane.Pair(a1 + pair);
                c10 = TLane.DotAdd(b0, x, c10);
                c11 = TLane.DotAdd(b1, x, c11);
            }

            if (TRows.Count > 2)
            {
                x = TLane.Pair(a2 + pair);
                c20 = TLane.DotAdd(b0, x, c20);
                c21 = TLane.DotAdd(b1, x, c21);
            }

            if (TRows.Count > 3)
            {
                x = TLane.Pair(a3 + pair);
                c30 = TLane.DotAdd(b0, x, c30);
                c31 = TLane.DotAdd(b1, x, c31);
            }

            if (TRows.Count > 4)
            {
                x = TLane.Pair(a4 + pair);
                c40 = TLane.DotAdd(b0, x, c40);
                c41 = TLane.DotAdd(b1, x, c41);
            }

            if (TRows.Count > 5)
            {
                x = TLane.Pair(a5 + pair);
                c50 = TLane.DotAdd(b0, x, c50);
                c51 = TLane.DotAdd(b1, x, c51);
            }

            if (TRows.Count > 6)
            {
                x = TLane.Pair(a6 + pair);
                c60 = TLane.DotAdd(b0, x, c60);
                c61 = TLane.DotAdd(b1, x, c61);
            }

            if (TRows.Count > 7)
            {
                x = TLane.Pair(a7 + pair);
                c70 = TLane.DotAdd(b0, x, c70);
                c71 = TLane.DotAdd(b1, x, c71);
            }
        }

        ushort* scales = QuantizedBlock.Scales(block) + column;
        TVector scale0 = TLane.WidenHalf(scales), scale1 = TLane.WidenHalf(scales + Half);
        Add(sums, c00, c01, scale0, scale1);
        if (TRows.Count > 1)
            Add(sums + Panel.Width, c10, c11, scale0, scale1);
        if (TRows.Count > 2)
            Add(sums + 2 * Panel.Width, c20, c21, scale0, scale1);
        if (TRows.Count > 3)
            Add(sums + 3 * Panel.Width, c30, c31, scale0, scale1);
        if (TRows.Count > 4)
            Add(sums + 4 * Panel.Width, c40, c41, scale0, scale1);
        if (TRows.Count > 5)
            Add(sums + 5 * Panel.Width, c50, c51, scale0, scale1);
        if (TRows.Count > 6)
            Add(sums + 6 * Panel.Width, c60, c61, scale0, scale1);
        if (TRows.Count > 7)
            Add(sums + 7 * Panel.Width, c70, c71, scale0, scale1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* sums, TIntegers left, TIntegers right, TVector scale0, TVector scale1)
    {
        TLane.Store(TLane.MultiplyAdd(TLane.ToFloat(left), scale0, TLane.Load(sums)), sums);
        TLane.Store(TLane.MultiplyAdd(TLane.ToFloat(right), scale1, TLane.Load(sums + Half)), sums + Half);
    }
}
