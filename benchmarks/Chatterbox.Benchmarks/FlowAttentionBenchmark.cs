using BenchmarkDotNet.Attributes;
using Chatterbox.Tensors;

namespace Chatterbox.Benchmarks;

/// <summary>Attention and normalization of the flow's transformer blocks: 750 frames, 8 heads of 64.</summary>
public class FlowAttentionBenchmark : KernelBenchmark
{
    private const int Frames = 750, Heads = 8, Inner = Heads * 64, Channels = 256;

    private Tensor _q = null!, _k = null!, _v = null!, _x = null!, _hidden = null!, _gain = null!;

    /// <inheritdoc/>
    protected override void Prepare()
    {
        (_q, _k, _v) = (Engine.Constant(Values(1, Frames, Inner)), Engine.Constant(Values(1, Frames, Inner)), Engine.Constant(Values(1, Frames, Inner)));
        (_x, _hidden, _gain) = (Engine.Constant(Values(1, Frames, Channels)), Engine.Constant(Values(1, Frames, 4 * Channels)), Engine.Constant(Values(Channels)));
    }

    /// <summary>All frames attend to all frames.</summary>
    [Benchmark]
    public void Attention()
    {
        using Scope scope = Engine.BeginScope();
        Engine.Attention(_q, _k, _v, Heads);
    }

    /// <summary>A layer norm.</summary>
    [Benchmark]
    public void Norm()
    {
        using Scope scope = Engine.BeginScope();
        Engine.LayerNorm(_x, _gain, _gain, 1e-5f);
    }

    /// <summary>GELU of the feed-forward's inner values.</summary>
    [Benchmark]
    public void Gelu()
    {
        using Scope scope = Engine.BeginScope();
        Engine.Activate(_hidden, new Activation(ActivationKind.GeluErf));
    }

    /// <summary>A residual.</summary>
    [Benchmark]
    public void Add()
    {
        using Scope scope = Engine.BeginScope();
        Engine.Add(_x, _x);
    }
}
