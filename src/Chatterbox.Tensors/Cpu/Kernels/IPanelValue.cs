namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>How a product reads the values of its right side.</summary>
internal unsafe interface IPanelValue<TVector>
{
    /// <summary>Bytes of a value.</summary>
    static abstract int Size { get; }

    /// <summary>A register of them, as floats.</summary>
    static abstract TVector Load(byte* source);
}
