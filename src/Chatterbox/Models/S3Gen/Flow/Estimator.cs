using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// The network that gives the flow's velocity: a U-net of one level with causal convolutions and full attention.
/// Port of ConditionalDecoder in chatterbox models/s3gen/decoder.py.
/// </summary>
internal sealed class Estimator
{
    private const int Inputs = 4 * FlowReference.MelBins;
    private const int Kernel = 3;

    private readonly TimeEmbedding _time;
    private readonly EstimatorBlock _down;
    private readonly Conv1d _downConv;
    private readonly EstimatorBlock[] _mid;
    private readonly EstimatorBlock _up;
    private readonly Conv1d _upConv;
    private readonly CausalBlock _finalBlock;
    private readonly Conv1d _finalProjection;

    public Estimator(Weights w)
    {
        _time = new TimeEmbedding(w.For(WeightRole.Exact), Inputs);
        w.Expect("down_blocks.0.0.block1.block.0.weight", -1, Inputs, -1);
        int channels = w.ShapeOf("down_blocks.0.0.block1.block.0.weight")[0];
        _down = Block(w.At("down_blocks.0"), "flow/est/down0", Inputs);
        _downConv = Conv1d.Causal(w.At("down_blocks.0.2"), channels, channels, Kernel);
        _mid = new EstimatorBlock[w.Count("mid_blocks")];
        for (int i = 0; i < _mid.Length; i++)
            _mid[i] = Block(w.At("mid_blocks").At(i), $"flow/est/mid{i}", channels);
        _up = Block(w.At("up_blocks.0"), "flow/est/up0", 2 * channels);
        _upConv = Conv1d.Causal(w.At("up_blocks.0.2"), channels, channels, Kernel);
        _finalBlock = new CausalBlock(w.At("final_block"), channels, channels);
        _finalProjection = Conv1d.Same(w.At("final_proj"), inputs: channels, outputs: FlowReference.MelBins, kernel: 1);

        EstimatorBlock Block(Weights at, string name, int inputs) => new(at, name, inputs, channels, _time.Channels);
    }

    /// <summary>Whether it was distilled to take whole steps, start and end given, without guidance.</summary>
    public bool IsMeanFlow => _time.IsMeanFlow;

    /// <summary>Blocks of one call.</summary>
    public int BlockCount => _mid.Length + 2;

    /// <summary>
    /// The velocity (B, T, 80) at <paramref name="x"/> (B, T, 80) under the conditions mu, speaker and prompt (B, T, 240), for a
    /// step from <paramref name="start"/> to <paramref name="end"/>, both (B).
    /// </summary>
    public Tensor Forward(Tensor x, Tensor conditions, Tensor start, Tensor end, FlowMonitor monitor)
    {
        Engine engine = x.Engine;
        using Scope scope = engine.BeginScope();
        Tensor time = _time.Forward(start, end); // (B, E)
        Tensor skip = _down.Forward(engine.Concat(2, x, conditions), time, monitor); // (B, T, C)
        Tensor h = _downConv.Forward(skip); // (B, T, C)
        foreach (EstimatorBlock block in _mid)
            h = block.Forward(h, time, monitor); // (B, T, C)
        h = _up.Forward(engine.Concat(2, h, skip), time, monitor); // (B, T, C)
        h = _finalBlock.Forward(_upConv.Forward(h)).Tap("flow/est/final_block"); // (B, T, C)
        return scope.Keep(_finalProjection.Forward(h)); // (B, T, 80)
    }
}
