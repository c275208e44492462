using BenchmarkDotNet.Attributes;
using Chatterbox.Tensors;

namespace Chatterbox.Benchmarks;

/// <summary>A convolution and a snake of the vocoder's last stage, in a window of its length.</summary>
public class VocoderBenchmark : KernelBenchmark
{
    private const int Frames = 4800, Channels = 64, Kernel = 11;

    private Weight _filters = null!;
    private Tensor _x = null!, _alpha = null!;

    /// <inheritdoc/>
    protected override void Prepare()
    {
        _filters = Engine.Conv1dWeight(Values(Channels, Channels, Kernel), Values(Channels));
        (_x, _alpha) = (Engine.Constant(Values(1, Frames, Channels)), Engine.Constant(Values(Channels)));
    }

    /// <summary>A convolution with eleven taps.</summary>
    [Benchmark]
    public void Convolution()
    {
        using Scope scope = Engine.BeginScope();
        Engine.Conv1d(_x, _filters, Conv1dOptions.Padded(Kernel / 2));
    }

    /// <summary>The activation before it.</summary>
    [Benchmark]
    public void Snake()
    {
        using Scope scope = Engine.BeginScope();
        Engine.Snake(_x, _alpha);
    }
}
