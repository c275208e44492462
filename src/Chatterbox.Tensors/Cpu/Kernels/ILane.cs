namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>One register of floats of some width, so that a kernel is written once for all instruction sets and for its scalar twin.</summary>
internal unsafe interface ILane<TVector>
{
    /// <summary>Floats in a register.</summary>
    static abstract int Width { get; }

    static abstract TVector Zero { get; }

    static abstract TVector Load(float* source);

    static abstract TVector Broadcast(float value);

    static abstract void Store(TVector value, float* destination);

    /// <summary>A register's worth of bfloat16, the upper halves of floats.</summary>
    static abstract TVector WidenHalf(ushort* source);

    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a b + c, fused where the instruction set is.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);
}
