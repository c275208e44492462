using System.Runtime.InteropServices;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>Native memory between two guards that tell whether anything was written outside.</summary>
internal sealed unsafe class GuardedFloats : IDisposable
{
    private const int Guard = 256;
    private const float Mark = -1234.5f;

    private readonly float* _memory;
    private readonly int _count;

    /// <summary>Room for <paramref name="count"/> floats, <paramref name="offset"/> floats off a 64-byte boundary; all are marked.</summary>
    public GuardedFloats(int count, int offset = 0)
    {
        _count = count;
        _memory = (float*)NativeMemory.AlignedAlloc((nuint)(count + 2 * Guard) * sizeof(float), 64);
        new Span<float>(_memory, count + 2 * Guard).Fill(Mark);
        Pointer = _memory + Guard + offset;
    }

    /// <summary>A copy of values.</summary>
    public GuardedFloats(ReadOnlySpan<float> values, int offset = 0)
        : this(values.Length, offset) => values.CopyTo(Span);

    /// <summary>The first float.</summary>
    public float* Pointer { get; }

    /// <summary>All floats.</summary>
    public Span<float> Span => new(Pointer, _count);

    /// <summary>Fails if anything outside, or between rows of <paramref name="width"/> that are <paramref name="stride"/> apart, was written.</summary>
    public void AssertUntouched(int width, int stride)
    {
        for (float* at = _memory; at < Pointer; at++)
            Assert.Equal(Mark, *at);
        for (int i = 0; i < _count; i++)
            if (i % stride >= width)
                Assert.Equal(Mark, Pointer[i]);
        for (float* at = Pointer + _count; at < _memory + _count + 2 * Guard; at++)
            Assert.Equal(Mark, *at);
    }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.AlignedFree(_memory);
}
