using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Products over panels on one thread: cuts rows into tiles and picks the kernel of the level.</summary>
internal static unsafe class Gemm
{
    /// <summary>Rows of the largest tile.</summary>
    public const int TileRows = 6;

    /// <summary>
    /// c (rows x columns) = a b + bias, b being panels that lie <paramref name="panelStride"/> values apart. A null bias adds nothing, any
    /// other has room for whole panels. A product that <paramref name="continues"/> goes on with the sums that are in <paramref name="c"/>.
    /// </summary>
    public static void Run(
        SimdLevel level, in PanelRows a, int rows, PanelData panels, nint panelStride, int columns, float* bias, float* c, nint cStride, bool continues = false)
    {
        switch (level)
        {
            case SimdLevel.Vector512:
                RunLevel<Vector512<float>, Lane512>(a, rows, panels, panelStride, columns, bias, c, cStride, continues);
                break;
            case SimdLevel.Vector256:
                RunLevel<Vector256<float>, Lane256>(a, rows, panels, panelStride, columns, bias, c, cStride, continues);
                break;
            case SimdLevel.Vector128:
                RunLevel<Vector128<float>, Lane128>(a, rows, panels, panelStride, columns, bias, c, cStride, continues);
                break;
            default:
                RunLevel<float, LaneScalar>(a, rows, panels, panelStride, columns, bias, c, cStride, continues);
                break;
        }
    }

    private static void RunLevel<TVector, TLane>(
        in PanelRows a, int rows, PanelData panels, nint panelStride, int columns, float* bias, float* c, nint cStride, bool continues)
        where TLane : struct, ILane<TVector>
    {
        if (panels.IsHalf)
            RunPanels<TVector, TLane, HalfValue<TVector, TLane>>(a, rows, panels.Start, panelStride, columns, bias, c, cStride, continues);
        else
            RunPanels<TVector, TLane, FloatValue<TVector, TLane>>(a, rows, panels.Start, panelStride, columns, bias, c, cStride, continues);
    }

    private static void RunPanels<TVector, TLane, TValue>(
        in PanelRows a, int rows, byte* panels, nint panelStride, int columns, float* bias, float* c, nint cStride, bool continues)
        where TLane : struct, ILane<TVector>
        where TValue : struct, IPanelValue<TVector>
    {
        panelStride *= TValue.Size;
        int first = 0;
        for (; rows == 1 && first + 2 * Panel.Width <= columns; first += 2 * Panel.Width, panels += 2 * panelStride)
            for (int column = first; column < first + Panel.Width; column += 2 * TLane.Width)
                RowTile<TVector, TLane, TValue>.Run(
                    a, panels + (column - first) * TValue.Size, panelStride, bias is null ? null : bias + column, c + column, continues);
        for (; first < columns; first += Panel.Width, panels += panelStride)
        {
            int count = Math.Min(Panel.Width, columns - first);
            RunRows<TVector, TLane, TValue>(a, rows, panels, count, bias is null ? null : bias + first, c + first, cStride, continues);
        }
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
