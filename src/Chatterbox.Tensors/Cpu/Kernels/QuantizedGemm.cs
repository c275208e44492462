using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Products of rows in 16 bits with a panel in few bits on one thread: cuts the rows into tiles of about the same height.</summary>
internal static unsafe class QuantizedGemm<TFormat>
    where TFormat : struct, IBlockFormat
{
    /// <summary>Rows of the largest tile where there are 32 registers.</summary>
    private const int TallTileRows = 8;

    /// <summary>
    /// One panel: at most 32 columns of the product. <paramref name="a"/> holds rounded rows of <paramref name="aFloats"/> floats, as
    /// <see cref="RoundRowsKernel"/> leaves them.
    /// </summary>
    public static void RunPanel(
        SimdLevel level, float* a, int aFloats, int rows, byte* panel, int blocks, int columns, float* bias, float* c, nint cStride)
    {
        switch (level)
        {
            case SimdLevel.Vector512:
                Run<Vector512<float>, Vector512<int>, Lane512>(a, aFloats, rows, panel, blocks, columns, bias, c, cStride);
                break;
            case SimdLevel.Vector256:
                Run<Vector256<float>, Vector256<int>, Lane256>(a, aFloats, rows, panel, blocks, columns, bias, c, cStride);
                break;
            case SimdLevel.Vector128:
                Run<Vector128<float>, Vector128<int>, Lane128>(a, aFloats, rows, panel, blocks, columns, bias, c, cStride);
                break;
            default:
                Run<float, int, LaneScalar>(a, aFloats, rows, panel, blocks, columns, bias, c, cStride);
                break;
        }
    }

    [SkipLocalsInit]
    private static void Run<TVector, TIntegers, TLane>(
        float* a, int aFloats, int rows, byte* panel, int blocks, int columns, float* bias, float* c, nint cStride)
        where TLane : struct, IDotLane<TVector, TIntegers>
    {
        int most = TLane.Width < Vector512<float>.Count ? Gemm.TileRows : TallTileRows;
        float* sums = stackalloc float[TallTileRows * Panel.Width];
        int tiles = (rows + most - 1) / most;
        for (int tile = 0; tile < tiles; tile++)
        {
            int first = (int)((long)rows * tile / tiles), count = (int)((long)rows * (tile + 1) / tiles) - first;
            float* from = a + (nint)first * aFloats;
            RunTile<TVector, TIntegers, TLane>((short*)(from + RoundRowsKernel.Header), 2 * aFloats, count, panel, blocks, sums);
            for (int r = 0; r < count; r++)
                Finish(sums + r * Panel.Width, from[(nint)r * aFloats], bias, c + (first + r) * cStride, columns);
        }
    }

    private static void RunTile<TVector, TIntegers, TLane>(short* a, nint aStride, int rows, byte* panel, int blocks, float* sums)
        where TLane : struct, IDotLane<TVector, TIntegers>
    {
        switch (rows)
        {
            case 1:
                QuantizedTile<TVector, TIntegers, TLane, Rows1, TFormat>.Run(a, aStride, panel, blocks, sums);
                break;
            case 2:
                QuantizedTile<TVector, TIntegers, TLane, Rows2, TFormat>.Run(a, aStride, panel, blocks, sums);
                break;
            case 3:
                QuantizedTile<TVector, TIntegers, TLane, Rows3, TFormat>.Run(a, aStride, panel, blocks, sums);
                break;
            case 4:
                QuantizedTile<TVector, TIntegers, TLane, Rows4, TFormat>.Run(a, aStride, panel, blocks, sums);
                break;
            case 5:
                QuantizedTile<TVector, TIntegers, TLane, Rows5, TFormat>.Run(a, aStride, panel, blocks, sums);
                break;
            case 6:
                QuantizedTile<TVector, TIntegers, TLane, Rows6, TFormat>.Run(a, aStride, panel, blocks, sums);
                break;
            case 7:
                QuantizedTile<TVector, TIntegers, TLane, Rows7, TFormat>.Run(a, aStride, panel, blocks, sums);
                break;
            default:
                QuantizedTile<TVector, TIntegers, TLane, Rows8, TFormat>.Run(a, aStride, panel, blocks, sums);
                break;
        }
    }

    /// <summary>Scales a row of a panel's sums and adds the bias.</summary>
    private static void Finish(float* sums, float scale, float* bias, float* c, int columns)
    {
        RowMath.Scale(sums, sums, Panel.Width, scale);
        if (bias is not null)
            RowMath.Add(sums, bias, sums, Panel.Width);
        new ReadOnlySpan<float>(sums, columns).CopyTo(new Span<float>(c, columns));
    }
}
