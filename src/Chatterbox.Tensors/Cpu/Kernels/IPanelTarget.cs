namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>A matrix of an engine that takes its values a panel at a time, from any thread.</summary>
internal unsafe interface IPanelTarget
{
    /// <summary>Where the floats of a panel are to be written: its own place, or else <paramref name="scratch"/>.</summary>
    float* Place(int panel, float* scratch);

    /// <summary>Takes the panel that was written there.</summary>
    void Take(int panel, float* values);
}
