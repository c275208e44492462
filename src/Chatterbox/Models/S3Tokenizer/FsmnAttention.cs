using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Tokenizer;

/// <summary>
/// Rotary self-attention with a memory beside it, a depthwise convolution over the values (FSMN, Zhang et al. 2015). Port of
/// FSMNMultiHeadAttention in s3tokenizer's model_v2.py.
/// </summary>
public sealed class FsmnAttention
{
    /// <summary>Channels of a head.</summary>
    public const int HeadSize = 64;

    private const int Kernel = 31;

    private readonly Engine _engine;
    private readonly RotaryTable _rotary;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;
    private readonly Weight _memory;

    /// <summary>Takes <c>query</c>, <c>key</c> (no bias), <c>value</c>, <c>out</c> and <c>fsmn_block</c> (channels, 1, 31).</summary>
    public FsmnAttention(Weights w, int channels, RotaryTable rotary)
    {
        (_engine, _rotary) = (w.Engine, rotary);
        _query = new Linear(w.At("query"), channels, channels);
        _key = new Linear(w.At("key"), channels, channels, bias: false);
        _value = new Linear(w.At("value"), channels, channels);
        _output = new Linear(w.At("out"), channels, channels);
        _memory = _engine.DepthwiseConv1dWeight(w.Get("fsmn_block.weight", channels, 1, Kernel), null);
    }

    /// <summary>(1, T, C) to the same shape</summary>
    public Tensor Forward(Tensor x)
    {
        using Scope scope = _engine.BeginScope();
        Tensor q = _rotary.Forward(_query.Forward(x)); // (1, T, C)
        Tensor k = _rotary.Forward(_key.Forward(x)); // (1, T, C)
        Tensor v = _value.Forward(x); // (1, T, C)
        Tensor memory = _engine.DepthwiseConv1d(v, _memory, Kernel / 2, Kernel / 2).Add(v); // (1, T, C)
        Tensor y = _engine.Attention(q, k, v, x.Dim(2) / HeadSize); // (1, T, C)
        return scope.Keep(_output.Forward(y).Add(memory));
    }
}
