namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Rounds panels to a block format.</summary>
internal readonly unsafe struct QuantizedPanels<TFormat>(QuantizedMatrix<TFormat> matrix) : IPanelTarget
    where TFormat : struct, IBlockFormat
{
    private readonly byte* _panels = matrix.Panels;
    private readonly int _k = matrix.K;

    /// <inheritdoc/>
    public float* Place(int panel, float* scratch) => scratch;

    /// <inheritdoc/>
    public void Take(int panel, float* values)
    {
        byte* block = _panels + panel * QuantizedMatrix<TFormat>.BytesOf(_k);
        for (int first = 0; first < _k; first += TFormat.Values, block += TFormat.BlockBytes)
        {
            sbyte* rounded = QuantizedBlock.Values(block);
            new Span<sbyte>(rounded, TFormat.BlockBytes - QuantizedBlock.ScaleBytes).Clear();
            TFormat.Round(values + (long)first * Panel.Width, Math.Min(TFormat.Values, _k - first), QuantizedBlock.Scales(block), rounded);
        }
    }
}
