using BenchmarkDotNet.Attributes;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Benchmarks;

/// <summary>What a decoding step of Nano does most: all products of its twelve layers, and attention to 400 positions.</summary>
public class DecoderStepBenchmark : KernelBenchmark
{
    private const int Layers = 12, Heads = 12, HeadSize = 64, Channels = Heads * HeadSize, Positions = 400;

    private readonly List<Weight> _narrow = [], _wide = [];
    private Tensor _input = null!, _wideInput = null!;
    private SequenceRows[] _sequences = [];

    /// <summary>Precision of the weights.</summary>
    [Params(DecoderPrecision.Float32, DecoderPrecision.Int8, DecoderPrecision.Int4)]
    public DecoderPrecision Weights { get; set; }

    /// <summary>Rows of the step.</summary>
    [Params(1, 8)]
    public int Rows { get; set; }

    /// <inheritdoc/>
    protected override DecoderPrecision Precision => Weights;

    /// <inheritdoc/>
    protected override void Prepare()
    {
        for (int layer = 0; layer < Layers; layer++)
        {
            foreach (int columns in (ReadOnlySpan<int>)[3 * Channels, Channels, 4 * Channels])
                _narrow.Add(Engine.LinearWeight(Values(columns, Channels), null, WeightRole.Decoder));
            _wide.Add(Engine.LinearWeight(Values(Channels, 4 * Channels), null, WeightRole.Decoder));
        }

        _input = Engine.Constant(Values(Rows, Channels));
        _wideInput = Engine.Constant(Values(Rows, 4 * Channels));
        _sequences = [.. Enumerable.Range(0, Rows).Select(_ => new SequenceRows(Cache(), 1))];
    }

    /// <summary>All products.</summary>
    [Benchmark]
    public void Products()
    {
        using Scope scope = Engine.BeginScope();
        foreach (Weight weight in _narrow)
            Engine.Linear(_input, weight);
        foreach (Weight weight in _wide)
            Engine.Linear(_wideInput, weight);
    }

    /// <summary>Attention of all layers, each row with a cache of its own.</summary>
    [Benchmark]
    public void Attention()
    {
        using Scope scope = Engine.BeginScope();
        for (int layer = 0; layer < Layers; layer++)
            Engine.CausalAttention(_input, _input, _input, _sequences, layer, Heads);
    }

    private KvCache Cache()
    {
        KvCache cache = Engine.CreateKvCache(Layers, Heads, HeadSize);
        using Scope scope = Engine.BeginScope();
        Tensor prompt = Engine.FromHost(Values(Positions, Channels).Values, new Shape(Positions, Channels));
        for (int layer = 0; layer < Layers; layer++)
            Engine.CausalAttention(prompt, prompt, prompt, [new SequenceRows(cache, Positions)], layer, Heads);
        cache.Advance(Positions);
        return cache;
    }
}
