using BenchmarkDotNet.Attributes;
using Chatterbox.Tensors;

namespace Chatterbox.Benchmarks;

/// <summary>The products of the flow's transformer blocks: 750 frames, the widths of all published models.</summary>
public class FlowProductBenchmark : KernelBenchmark
{
    private const int Frames = 750;

    private Weight _weight = null!;
    private Tensor _input = null!;

    /// <summary>Columns and K.</summary>
    [Params("1024x256", "256x1024", "512x256")]
    public string Size { get; set; } = "";

    /// <inheritdoc/>
    protected override void Prepare()
    {
        int[] sizes = [.. Size.Split('x').Select(int.Parse)];
        _weight = Engine.LinearWeight(Values(sizes[0], sizes[1]), null);
        _input = Engine.Constant(Values(Frames, sizes[1]));
    }

    /// <summary>One product in float32.</summary>
    [Benchmark]
    public void Linear()
    {
        using Scope scope = Engine.BeginScope();
        Engine.Linear(_input, _weight);
    }
}
