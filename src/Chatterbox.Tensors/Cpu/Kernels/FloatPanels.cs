namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Panels that stay as they are.</summary>
internal readonly unsafe struct FloatPanels(PackedMatrix matrix) : IPanelTarget
{
    private readonly float* _panels = matrix.Panels;
    private readonly int _k = matrix.K;

    /// <inheritdoc/>
    public float* Place(int panel, float* scratch) => _panels + (long)panel * Panel.Width * _k;

    /// <inheritdoc/>
    public void Take(int panel, float* values)
    {
    }
}
