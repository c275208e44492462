using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Products over panels on one thread: cuts rows into tiles and picks the kernel of the level.</summary>
internal static unsafe class Gemm
{
    /// <summary>Rows of the largest tile.</summary>
    public const int TileRows = 6;

    /// <summary>c (rows x columns) = a b + bias, b being the packed panels of all columns; a null bias adds nothing.</summary>
    public static void Run(SimdLevel level, in PanelRows a, int rows, PanelData panels, int k, int columns, float* bias, float* c, nint cStride)
    {
        for (int first = 0; first < columns; first += Panel.Width)
        {
            int count = Math.Min(Panel.Width, columns - first);
            RunPanel(level, a, rows, panels, count, bias is null ? null : bias + first, c + first, cStride);
            panels = panels.From((long)Panel.Width * k);
        }
    }

    /// <summary>
    /// One panel: at most 32 columns of the product. The bias, where there is one, has room for a whole panel. A product that
    /// <paramref name="continues"/> goes on with the sums that are in <paramref name="c"/>.
    /// </summary>
    public static void RunPanel(
        SimdLevel level, in PanelRows a, int rows, PanelData panel, int columns, float* bias, float* c, nint cStride, bool continues = false)
    {
        switch (level)
        {
            case SimdLevel.Vector512:
                RunLevel<Vector512<float>, Lane512>(a, rows, panel, columns, bias, c, cStride, continues);
                break;
            case SimdLevel.Vector256:
                RunLevel<Vector256<float>, Lane256>(a, rows, panel, columns, bias, c, cStride, continues);
                break;
            case SimdLevel.Vector128:
                RunLevel<Vector128<float>, Lane128>(a, rows, panel, columns, bias, c, cStride, continues);
                break;
            default:
                RunLevel<float, LaneScalar>(a, rows, panel, columns, bias, c, cStride, continues);
                break;
        }
    }

    private static void RunLevel<TVector, TLane>(in PanelRows a, int rows, PanelData panel, int columns, float* bias, float* c, nint cStride, bool continues)
        where TLane : struct, ILane<TVector>
    {
        if (panel.IsHalf)
            RunRows<TVector, TLane, HalfValue<TVector, TLane>>(a, rows, panel.Start, columns, bias, c, cStride, continues);
        else
            RunRows<TVector, TLane, FloatValue<TVector, TLane>>(a, rows, panel.Start, columns, bias, c, cStride, continues);
    }

    private static void RunRows<TVector, TLane, TValue>(
        in PanelRows a, int rows, byte* panel, int columns, float* bias, float* c, nint cStride, bool continues)
        where TLane : struct, ILane<TVector>
        where TValue : struct, IPanelValue<TVector>
    {
        int row = 0;
        for (; row + TileRows <= rows; row += TileRows)
            RunTile<TVector, TLane, TValue, Rows6>(a, row, panel, columns, bias, c, cStride, continues);
        switch (rows - row)
        {
            case 5:
                RunTile<TVector, TLane, TValue, Rows5>(a, row, panel, columns, bias, c, cStride, continues);
                break;
            case 4:
                RunTile<TVector, TLane, TValue, Rows4>(a, row, panel, columns, bias, c, cStride, continues);
                break;
            case 3:
                RunTile<TVector, TLane, TValue, Rows3>(a, row, panel, columns, bias, c, cStride, continues);
                break;
            case 2:
                RunTile<TVector, TLane, TValue, Rows2>(a, row, panel, columns, bias, c, cStride, continues);
                break;
            case 1:
                RunTile<TVector, TLane, TValue, Rows1>(a, row, panel, columns, bias, c, cStride, continues);
                break;
        }
    }

    [SkipLocalsInit]
    private static void RunTile<TVector, TLane, TValue, TRows>(
        in PanelRows a, int row, byte* panel, int columns, float* bias, float* c, nint cStride, bool continues)
        where TLane : struct, ILane<TVector>
        where TValue : struct, IPanelValue<TVector>
        where TRows : struct, IRowCount
    {
        float* from = a.Start + row * a.RowStride;
        float* to = c + row * cStride;
        int step = GemmTile<TVector, TLane, TValue, TRows>.Columns;
        int column = 0;
        for (; column + step <= columns; column += step)
            GemmTile<TVector, TLane, TValue, TRows>.Run(from, a, panel + column * TValue.Size, bias is null ? null : bias + column, to + column, cStride, continues);
        if (column == columns)
            return;

        float* edge = stackalloc float[TileRows * Panel.Width];
        for (int r = 0; continues && r < TRows.Count; r++)
            new ReadOnlySpan<float>(to + r * cStride + column, columns - column).CopyTo(new Span<float>(edge + r * step, step));
        GemmTile<TVector, TLane, TValue, TRows>.Run(from, a, panel + column * TValue.Size, bias is null ? null : bias + column, edge, step, continues);
        for (int r = 0; r < TRows.Count; r++)
            new ReadOnlySpan<float>(edge + r * step, columns - column).CopyTo(new Span<float>(to + r * cStride + column, columns - column));
    }
}
