namespace Chatterbox.Tensors.Cpu;

/// <summary>A tensor in native host memory. The objects are recycled with their scopes, so that a decode step allocates none.</summary>
internal sealed unsafe class CpuTensor(CpuEngine engine) : Tensor
{
    private Shape _shape;

    /// <inheritdoc/>
    public override Engine Engine => engine;

    /// <inheritdoc/>
    public override Shape Shape => _shape;

    /// <summary>The first value.</summary>
    public float* Pointer { get; private set; }

    /// <summary>The memory viewed; null once the tensor is dead.</summary>
    public MemoryBlock? Block { get; private set; }

    /// <summary>All values.</summary>
    public Span<float> Span => new(Pointer, checked((int)_shape.Count));

    /// <summary>Makes this object a view of a block.</summary>
    public void Attach(MemoryBlock block, float* pointer, Shape shape)
    {
        block.References++;
        (Block, _shape) = (block, shape);
        Pointer = pointer;
    }

    /// <summary>Ends the view and tells which block it was.</summary>
    public MemoryBlock Detach()
    {
        MemoryBlock block = Block ?? throw new InvalidOperationException("A tensor was freed twice; this is a bug.");
        block.References--;
        Block = null;
        Pointer = null;
        return block;
    }
}
