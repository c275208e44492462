using BenchmarkDotNet.Attributes;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Benchmarks;

/// <summary>An engine with as many threads as the machine has cores, and values for it.</summary>
public abstract class KernelBenchmark
{
    private readonly Random _random = new(1);

    /// <summary>What the operations run on.</summary>
    protected CpuEngine Engine { get; private set; } = null!;

    /// <summary>Precision of weights with the decoder's role.</summary>
    protected virtual DecoderPrecision Precision => DecoderPrecision.Float32;

    /// <summary>Makes engine, weights and inputs.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Engine = new CpuEngine(decoder: Precision);
        Prepare();
    }

    /// <summary>Frees it all.</summary>
    [GlobalCleanup]
    public void Cleanup() => Engine.Dispose();

    /// <summary>Makes weights and inputs.</summary>
    protected abstract void Prepare();

    /// <summary>Values in [-1, 1).</summary>
    protected HostTensor Values(params ReadOnlySpan<int> dimensions)
    {
        var shape = new Shape(dimensions);
        float[] values = new float[shape.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = _random.NextSingle() * 2 - 1;
        return new HostTensor(shape, values);
    }
}
