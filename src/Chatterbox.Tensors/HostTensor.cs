namespace Chatterbox.Tensors;

/// <summary>
/// Read-only float32 values in host memory with their shape: a weight on its way from a file to an engine.
/// Either an array or a view of mapped memory, which the owner keeps alive.
/// </summary>
public sealed unsafe class HostTensor
{
    private readonly float[]? _array;
    private readonly float* _mapped;
    private readonly object? _owner;

    /// <summary>Wraps an array; the array is not copied.</summary>
    public HostTensor(Shape shape, float[] values)
    {
        if (shape.Count != values.Length)
            throw new ArgumentException($"A tensor of shape {shape} has {shape.Count} values, not {values.Length}.", nameof(values));
        Shape = shape;
        _array = values;
    }

    /// <summary>Views mapped memory of <paramref name="shape"/>; <paramref name="owner"/> keeps the mapping alive.</summary>
    public HostTensor(Shape shape, float* values, object owner)
    {
        Shape = shape;
        _mapped = values;
        _owner = owner;
    }

    /// <summary>The dimensions, in PyTorch's order.</summary>
    public Shape Shape { get; }

    /// <summary>All values in row-major order. Valid as long as the owner of a mapping is not disposed.</summary>
    public ReadOnlySpan<float> Values
    {
        get
        {
            GC.KeepAlive(_owner);
            return _array ?? new ReadOnlySpan<float>(_mapped, checked((int)Shape.Count));
        }
    }

    /// <summary>The same values under another shape of the same count.</summary>
    public HostTensor Reshape(Shape shape)
    {
        if (shape.Count != Shape.Count)
            throw new ArgumentException($"{Shape} cannot be read as {shape}.", nameof(shape));
        return _array is null ? new HostTensor(shape, _mapped, _owner!) : new HostTensor(shape, _array);
    }
}
