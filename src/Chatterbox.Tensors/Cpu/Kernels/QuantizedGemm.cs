using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Products over a panel in 8 bits on one thread. The rows of a decoding step read the bytes; those of a prompt have the panel widened once for all of them.</summary>
internal static unsafe class QuantizedGemm
{
    private const int FewRows = 2 * Gemm.TileRows;

    /// <summary>One panel: at most 32 columns of the product. <paramref name="scratch"/> has room for the widened panel.</summary>
    public static void RunPanel(
        SimdLevel level, float* a, nint aStride, int rows, byte* panel, int k, int columns, float* bias, float* c, nint cStride, float* scratch)
    {
        switch (level)
        {
            case SimdLevel.Vector512:
                Run<Vector512<float>, Lane512>(level, a, aStride, rows, panel, k, columns, bias, c, cStride, scratch);
                break;
            case SimdLevel.Vector256:
                Run<Vector256<float>, Lane256>(level, a, aStride, rows, panel, k, columns, bias, c, cStride, scratch);
                break;
            case SimdLevel.Vector128:
                Run<Vector128<float>, Lane128>(level, a, aStride, rows, panel, k, columns, bias, c, cStride, scratch);
                break;
            default:
                Run<float, LaneScalar>(level, a, aStride, rows, panel, k, columns, bias, c, cStride, scratch);
                break;
        }
    }

    private static void Run<TVector, TLane>(
        SimdLevel level, float* a, nint aStride, int rows, byte* panel, int k, int columns, float* bias, float* c, nint cStride, float* scratch)
        where TLane : struct, ILane<TVector>
    {
        if (rows > FewRows)
        {
            Widen<TVector, TLane>(panel, k, scratch);
            Gemm.RunPanel(level, PanelRows.Matrix(a, aStride, k), rows, scratch, columns, bias, c, cStride);
            return;
        }

        for (int row = 0; row < rows; row += Gemm.TileRows)
        {
            float* from = a + row * aStride, to = c + row * cStride;
            int count = Math.Min(Gemm.TileRows, rows - row);
            if (columns == Panel.Width)
                RunTile<TVector, TLane>(from, aStride, count, panel, k, bias, to, cStride);
            else
                RunEdge<TVector, TLane>(from, aStride, count, panel, k, columns, bias, to, cStride);
        }
    }

    private static void RunTile<TVector, TLane>(float* a, nint aStride, int rows, byte* panel, int k, float* bias, float* c, nint cStride)
        where TLane : struct, ILane<TVector>
    {
        switch (rows)
        {
            case 1:
                QuantizedTile<TVector, TLane, Rows1>.Run(a, aStride, panel, k, bias, c, cStride);
                break;
            case 2:
                QuantizedTile<TVector, TLane, Rows2>.Run(a, aStride, panel, k, bias, c, cStride);
                break;
            case 3:
                QuantizedTile<TVector, TLane, Rows3>.Run(a, aStride, panel, k, bias, c, cStride);
                break;
            case 4:
                QuantizedTile<TVector, TLane, Rows4>.Run(a, aStride, panel, k, bias, c, cStride);
                break;
            case 5:
                QuantizedTile<TVector, TLane, Rows5>.Run(a, aStride, panel, k, bias, c, cStride);
                break;
            default:
                QuantizedTile<TVector, TLane, Rows6>.Run(a, aStride, panel, k, bias, c, cStride);
                break;
        }
    }

    /// <summary>The last panel, of which not all columns are there.</summary>
    [SkipLocalsInit]
    private static void RunEdge<TVector, TLane>(
        float* a, nint aStride, int rows, byte* panel, int k, int columns, float* bias, float* c, nint cStride)
        where TLane : struct, ILane<TVector>
    {
        float* edge = stackalloc float[Gemm.TileRows * Panel.Width];
        RunTile<TVector, TLane>(a, aStride, rows, panel, k, bias, edge, Panel.Width);
        for (int r = 0; r < rows; r++)
            new ReadOnlySpan<float>(edge + r * Panel.Width, columns).CopyTo(new Span<float>(c + r * cStride, columns));
    }

    private static void Widen<TVector, TLane>(byte* block, int k, float* panel)
        where TLane : struct, ILane<TVector>
    {
        for (int first = 0; first < k; first += QuantizedMatrix.Block)
        {
            int rows = Math.Min(QuantizedMatrix.Block, k - first);
            ushort* scales = QuantizedMatrix.Scales(block);
            sbyte* values = QuantizedMatrix.Rows(block);
            for (int i = 0; i < rows * Panel.Width; i += TLane.Width)
                TLane.Store(TLane.Multiply(TLane.Widen(values + i), TLane.WidenHalf(scales + i % Panel.Width)), panel + i);
            panel += rows * Panel.Width;
            block = QuantizedMatrix.Next(block, rows);
        }
    }
}
