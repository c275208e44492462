using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// Self-attention with relative positions (Dai et al. 2019).
/// Port of RelPositionMultiHeadedAttention in chatterbox models/s3gen/transformer/attention.py.
/// </summary>
internal sealed class RelativeSelfAttention
{
    private readonly Linear _q, _k, _v, _position, _out;
    private readonly Tensor _u, _w;
    private readonly int _heads;
    private readonly LongestTable _positions = new();

    public RelativeSelfAttention(Weights w, int channels)
    {
        (_q, _k, _v) = (new Linear(w.At("linear_q"), channels, channels), new Linear(w.At("linear_k"), channels, channels), new Linear(w.At("linear_v"), channels, channels));
        (_position, _out) = (new Linear(w.At("linear_pos"), channels, channels, bias: false), new Linear(w.At("linear_out"), channels, channels));
        HostTensor u = w.Get("pos_bias_u", -1, -1);
        (_heads, int headSize) = (u.Shape[0], u.Shape[1]);
        if (_heads * headSize != channels)
            throw new CheckpointException($"'{w.Prefix}pos_bias_u' has the shape {u.Shape}, which is not {channels} channels.");
        (_u, _w) = (w.Engine.Constant(u), w.Engine.Constant(w.Get("pos_bias_v", _heads, headSize)));
    }

    /// <summary>x (1, T, C) with a table of positions (2L-1, C), L not below T, to (1, T, C)</summary>
    public Tensor Forward(Tensor x, Tensor positions)
    {
        Tensor p = _positions.Get(x.Dim(1), () => _position.Forward(positions)); // (2T-1, C)
        return _out.Forward(x.Engine.RelativeAttention(_q.Forward(x), _k.Forward(x), _v.Forward(x), p, _u, _w, _heads)); // (1, T, C)
    }
}
