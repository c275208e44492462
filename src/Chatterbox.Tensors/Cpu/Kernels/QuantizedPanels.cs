namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Rounds panels to 8 bits.</summary>
internal readonly unsafe struct QuantizedPanels(QuantizedMatrix matrix) : IPanelTarget
{
    private readonly byte* _panels = matrix.Panels;
    private readonly int _k = matrix.K;

    /// <inheritdoc/>
    public float* Place(int panel, float* scratch) => scratch;

    /// <inheritdoc/>
    public void Take(int panel, float* values)
    {
        byte* block = _panels + panel * QuantizedMatrix.BytesOf(_k);
        for (int first = 0; first < _k; first += QuantizedMatrix.Block, block += QuantizedMatrix.BlockBytes)
        {
            int rows = Math.Min(QuantizedMatrix.Block, _k - first);
            new Span<sbyte>(QuantizedMatrix.Values(block), QuantizedMatrix.Block * Panel.Width).Clear();
            for (int column = 0; column < Panel.Width; column++)
                Column(values + (long)first * Panel.Width + column, rows, QuantizedMatrix.Scales(block) + column, QuantizedMatrix.Values(block) + 2 * column);
        }
    }

    /// <summary>The scale takes the largest value to 127, or next to it, since only its upper half is kept.</summary>
    private static void Column(float* source, int rows, ushort* scale, sbyte* values)
    {
        float largest = 0;
        for (int k = 0; k < rows; k++)
            largest = Math.Max(largest, Math.Abs(source[k * Panel.Width]));
        *scale = BFloat16.Round(largest / QuantizedMatrix.MaxValue);
        float step = BitConverter.UInt32BitsToSingle((uint)*scale << 16), inverse = step > 0 ? 1 / step : 0;
        for (int k = 0; k < rows; k++)
            values[k / 2 * 2 * Panel.Width + k % 2] = (sbyte)Math.Clamp(MathF.Round(source[k * Panel.Width] * inverse), -QuantizedMatrix.MaxValue, QuantizedMatrix.MaxValue);
    }
}
