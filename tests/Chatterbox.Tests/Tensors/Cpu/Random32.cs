using Chatterbox.Tensors;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>Reproducible values in [-1, 1) for tests.</summary>
internal static class Random32
{
    /// <summary>Values of a shape.</summary>
    public static HostTensor Host(int seed, params ReadOnlySpan<int> dimensions)
    {
        var shape = new Shape(dimensions);
        return new HostTensor(shape, Values(seed, (int)shape.Count));
    }

    /// <summary>That many values.</summary>
    public static float[] Values(int seed, int count)
    {
        var random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = random.NextSingle() * 2 - 1;
        return values;
    }
}
