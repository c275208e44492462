namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Rounds float panels to a block format, a part for each panel.</summary>
internal unsafe struct QuantizeJob<TFormat> : IParallelJob
    where TFormat : struct, IBlockFormat
{
    private float* _source;
    private byte* _panels;
    private int _k;

    /// <summary>Rounds all of a matrix.</summary>
    public static void Run(WorkerPool pool, PackedMatrix source, QuantizedMatrix<TFormat> matrix)
    {
        var job = new QuantizeJob<TFormat> { _source = source.Panels, _panels = matrix.Panels, _k = matrix.K };
        pool.Run(job, Panel.Count(matrix.Columns));
    }

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        float* source = _source + (long)part * Panel.Width * _k;
        byte* block = _panels + part * QuantizedMatrix<TFormat>.BytesOf(_k);
        for (int first = 0; first < _k; first += TFormat.Values, block += TFormat.BlockBytes)
        {
            sbyte* values = QuantizedBlock.Values(block);
            new Span<sbyte>(values, TFormat.BlockBytes - QuantizedBlock.ScaleBytes).Clear();
            TFormat.Round(source + (long)first * Panel.Width, Math.Min(TFormat.Values, _k - first), QuantizedBlock.Scales(block), values);
        }
    }
}
