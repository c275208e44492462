namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>One entry of a permuted tensor's first axis: a (rows, columns) matrix gathered with strides, block by block.</summary>
internal unsafe struct PermuteKernel : IRowKernel
{
    private const int Block = 16;

    public float* From, To;
    public long EntryStride, RowStride, ColumnStride;
    public int Rows, Columns;

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        float* from = From + row * EntryStride, to = To + (long)row * Rows * Columns;
        for (int firstRow = 0; firstRow < Rows; firstRow += Block)
            for (int firstColumn = 0; firstColumn < Columns; firstColumn += Block)
                Copy(from, to, firstRow, firstColumn);
    }

    private readonly void Copy(float* from, float* to, int firstRow, int firstColumn)
    {
        int lastRow = Math.Min(Rows, firstRow + Block), lastColumn = Math.Min(Columns, firstColumn + Block);
        for (int r = firstRow; r < lastRow; r++)
            for (int c = firstColumn; c < lastColumn; c++)
                to[(long)r * Columns + c] = from[r * RowStride + c * ColumnStride];
    }
}
