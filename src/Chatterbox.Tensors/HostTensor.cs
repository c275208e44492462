using System.Buffers;

namespace Chatterbox.Tensors;

/// <summary>
/// Read-only float32 values in host memory with their shape: a weight on its way from a file to an engine.
/// An array, a view of mapped memory, which the owner keeps alive, or the shape alone.
/// </summary>
public sealed unsafe class HostTensor
{
    private readonly float[]? _array;
    private readonly float* _mapped;
    private readonly object? _owner;
    private readonly Action? _release;
    private bool _released;

    /// <summary>A tensor of which only the shape is known, for building a model without its weights.</summary>
    public HostTensor(Shape shape) => Shape = shape;

    /// <summary>Wraps an array; the array is not copied.</summary>
    public HostTensor(Shape shape, float[] values)
    {
        if (shape.Count != values.Length)
            throw new ArgumentException($"A tensor of shape {shape} has {shape.Count} values, not {values.Length}.", nameof(values));
        Shape = shape;
        _array = values;
    }

    /// <summary>
    /// Views mapped or native memory of <paramref name="shape"/>; <paramref name="owner"/> keeps it alive, and
    /// <paramref name="release"/> lets it go before that.
    /// </summary>
    public HostTensor(Shape shape, float* values, object owner, Action? release = null)
    {
        Shape = shape;
        _mapped = values;
        _owner = owner;
        _release = release;
    }

    /// <summary>The dimensions, in PyTorch's order.</summary>
    public Shape Shape { get; }

    /// <summary>Whether there are values; false when only the shape is known.</summary>
    public bool HasValues => _array is not null || _owner is not null;

    /// <summary>
    /// All values in row-major order. Valid as long as the owner of a mapping is not disposed, and this object is alive: native memory is
    /// freed with it, and a span does not keep it.
    /// </summary>
    /// <exception cref="InvalidOperationException">Only the shape is known, or the values were released.</exception>
    public ReadOnlySpan<float> Values
    {
        get
        {
            RequireValues();
            GC.KeepAlive(_owner);
            return _array ?? new ReadOnlySpan<float>(_mapped, checked((int)Shape.Count));
        }
    }

    /// <summary>A copy of all values.</summary>
    /// <exception cref="InvalidOperationException">Only the shape is known, or the values were released.</exception>
    public float[] ToArray()
    {
        float[] copy = Values.ToArray();
        GC.KeepAlive(this);
        return copy;
    }

    /// <summary>The same values under another shape of the same count.</summary>
    public HostTensor Reshape(Shape shape)
    {
        if (shape.Count != Shape.Count)
            throw new ArgumentException($"{Shape} cannot be read as {shape}.", nameof(shape));
        if (!HasValues)
            return new HostTensor(shape);
        return _array is null ? new HostTensor(shape, _mapped, _owner!, _release) : new HostTensor(shape, _array);
    }

    /// <summary>The shape of matrices of the same width, one below the other.</summary>
    public static Shape StackedShape(ReadOnlySpan<HostTensor> matrices)
    {
        int rows = 0;
        foreach (HostTensor matrix in matrices)
            rows += matrix.Shape.Rank == 2 && matrix.Shape[1] == matrices[0].Shape[1]
                ? matrix.Shape[0]
                : throw new ArgumentException($"{matrix.Shape} cannot stand below {matrices[0].Shape}; this is a bug.", nameof(matrices));
        return new Shape(rows, matrices[0].Shape[1]);
    }

    /// <summary>The values where they lie, until the handle is disposed.</summary>
    /// <exception cref="InvalidOperationException">Only the shape is known, or the values were released.</exception>
    public MemoryHandle Pin()
    {
        RequireValues();
        return _array is null ? new MemoryHandle(_mapped) : new ReadOnlyMemory<float>(_array).Pin();
    }

    /// <summary>
    /// Says that the values were copied elsewhere: the pages of a mapped file may leave memory, native memory is freed. They
    /// cannot be read from this object again, nor from one that it was reshaped from or to.
    /// </summary>
    public void Release()
    {
        if (_released)
            return;
        _released = true;
        _release?.Invoke();
    }

    private void RequireValues()
    {
        if (!HasValues)
            throw new InvalidOperationException($"This is a bug: of this tensor of shape {Shape} only the shape is known.");
        if (_released)
            throw new InvalidOperationException($"This is a bug: the values of this tensor of shape {Shape} were released.");
    }
}
