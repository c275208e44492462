namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>A matrix on its way into an engine, read a panel at a time (see <see cref="Panel"/>) by any thread.</summary>
internal unsafe interface IPanelSource
{
    /// <summary>Writes one panel as floats; what is missing of the last one is zero.</summary>
    void Read(int panel, float* to);
}
