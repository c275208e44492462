namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Packs the keys (as columns) and values (as rows) of every head into panels, a part for each head.</summary>
internal unsafe struct PackHeadsJob : IParallelJob
{
    /// <summary>(batch, keys, heads head-size); values may be null.</summary>
    public float* Keys, Values;
    public float* KeyPanels, ValuePanels;
    public int Length, Heads, HeadSize;

    /// <summary>Floats of one head's key panels.</summary>
    public readonly long KeyFloats => Panel.Floats(Length, HeadSize);

    /// <summary>Floats of one head's value panels.</summary>
    public readonly long ValueFloats => Panel.Floats(HeadSize, Length);

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        nint stride = Heads * HeadSize;
        long offset = (long)(part / Heads) * Length * stride + part % Heads * HeadSize;
        Panel.PackTransposed(Keys + offset, stride, Length, HeadSize, KeyPanels + part * KeyFloats);
        if (Values is not null)
            Panel.Pack(Values + offset, stride, HeadSize, Length, ValuePanels + part * ValueFloats);
    }
}
