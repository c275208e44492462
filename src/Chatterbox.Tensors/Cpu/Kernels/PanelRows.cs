namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// Where the rows of a product's left side lie. Row m is cut into segments that follow each other over K: for a plain
/// matrix one segment, for a convolution one per tap (or one for all taps where they lie side by side).
/// </summary>
internal unsafe struct PanelRows
{
    /// <summary>First value of row 0.</summary>
    public float* Start;

    /// <summary>Floats from one row to the next; less than a row's length where convolution windows overlap.</summary>
    public nint RowStride;

    /// <summary>Segments to a row.</summary>
    public int Segments;

    /// <summary>Floats from one segment to the next.</summary>
    public nint SegmentStride;

    /// <summary>Floats in a segment.</summary>
    public int SegmentLength;

    /// <summary>A plain matrix.</summary>
    public static PanelRows Matrix(float* start, nint rowStride, int k) =>
        new() { Start = start, RowStride = rowStride, Segments = 1, SegmentLength = k };
}
