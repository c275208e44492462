namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>A matrix (k, columns) whose columns lie side by side.</summary>
internal readonly unsafe struct RowSource(float* values, int columns, int k) : IPanelSource
{
    private readonly float* _values = values;
    private readonly int _columns = columns, _k = k;

    /// <inheritdoc/>
    public void Read(int panel, float* to)
    {
        int first = panel * Panel.Width;
        Panel.Pack(_values + first, _columns, Math.Min(Panel.Width, _columns - first), _k, to);
    }
}
