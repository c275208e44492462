using System.Runtime.InteropServices;

namespace Chatterbox.Tensors;

/// <summary>
/// Floats outside the managed heap, which would keep large arrays long after they were packed. Freed when disposed, or with the
/// object.
/// </summary>
public sealed unsafe class NativeFloats(long count) : IDisposable
{
    /// <summary>Finalizer: the memory is native.</summary>
    ~NativeFloats() => Dispose();

    /// <summary>The first value.</summary>
    public float* Pointer { get; private set; } = (float*)NativeMemory.Alloc((nuint)count, sizeof(float));

    /// <summary>Some of the values.</summary>
    public Span<float> Slice(long start, int length) => new(Pointer + start, length);

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(Pointer);
        Pointer = null;
        GC.SuppressFinalize(this);
    }
}
