using Chatterbox.Tensors;
using TorchSharp;
using Native = TorchSharp.torch.Tensor;

namespace Chatterbox.Torch;

/// <content>Attention, through libtorch's fused one, whose scale is by default the engine's: 1 / sqrt(head size).</content>
public sealed partial class TorchEngine
{
    /// <summary>Keys are read in whole steps of so many positions; a mask hides what is too much.</summary>
    private const int KeyStep = 64;

    private Rotation? _rotation;

    /// <inheritdoc/>
    public override Tensor Attention(Tensor q, Tensor k, Tensor v, int heads, WeightRole role = WeightRole.Exact)
    {
        int batch = q.Shape[0], queries = q.Shape[1], channels = q.Shape[2], keys = k.Shape[1];
        if (k.Shape != v.Shape || k.Shape[0] != batch || k.Shape[2] != channels || channels % heads != 0 || (keys == 0 && queries > 0))
            throw Mismatch(nameof(Attention), q.Shape, k.Shape);
        if (q.Shape.Count == 0)
            return Zeros(q.Shape);
        return Compute(q.Shape, () => Joined(torch.nn.functional.scaled_dot_product_attention(Heads(q, heads), Heads(k, heads), Heads(v, heads))));
    }

    /// <inheritdoc/>
    public override Tensor RelativeAttention(Tensor q, Tensor k, Tensor v, Tensor p, Tensor u, Tensor w, int heads)
    {
        int length = q.Shape[1], channels = q.Shape[2], size = channels / heads;
        if (q.Shape != k.Shape || q.Shape != v.Shape || q.Shape[0] != 1 || p.Shape.Rows != 2 * length - 1 || p.Shape.Last != channels ||
            u.Shape.Count != channels || w.Shape.Count != channels)
            throw Mismatch(nameof(RelativeAttention), q.Shape, p.Shape);
        return Compute(q.Shape, () =>
        {
            Native query = Heads(q, heads);                                                        // (1, H, T, D)
            Native positions = Of(p).reshape(2 * length - 1, heads, size).permute(1, 2, 0);        // (H, D, 2T-1)
            Native byPosition = query.add(Of(w).reshape(1, heads, 1, size)).matmul(positions);     // (1, H, T, 2T-1)
            using Scalar scale = 1 / MathF.Sqrt(size);
            Native bias = Shifted(byPosition, heads, length).mul(scale);                           // (1, H, T, T)
            Native queries = query.add(Of(u).reshape(1, heads, 1, size));
            return Joined(torch.nn.functional.scaled_dot_product_attention(queries, Heads(k, heads), Heads(v, heads), bias));
        });
    }

    /// <inheritdoc/>
    public override Tensor CausalAttention(Tensor q, Tensor k, Tensor v, ReadOnlySpan<SequenceRows> sequences, int layer, int heads)
    {
        int rows = q.Shape.Rows, channels = q.Shape.Last, size = channels / heads, row = 0;
        if (q.Shape != k.Shape || q.Shape != v.Shape)
            throw Mismatch(nameof(CausalAttention), q.Shape, k.Shape);
        foreach ((KvCache given, int count) in sequences)
        {
            var cache = (TorchKvCache)given;
            if (cache.Heads != heads || cache.HeadSize != size || (uint)layer >= (uint)cache.Layers)
                throw new ArgumentException($"A cache of {cache.Layers} layers and {cache.Heads} heads of {cache.HeadSize} does not take layer {layer} of {heads} heads of {size}; this is a bug.", nameof(sequences));
            row += count;
        }

        if (row != rows)
            throw new ArgumentException($"The sequences have {row} rows, the queries {rows}; this is a bug.", nameof(sequences));
        if (rows == 0)
            return Zeros(q.Shape);
        SequenceRows[] all = sequences.ToArray();
        return Compute(q.Shape, () =>
        {
            Native queries = RowHeads(q, heads), keys = RowHeads(k, heads), values = RowHeads(v, heads);
            List<Native> parts = [];
            int first = 0;
            foreach ((KvCache cache, int count) in all)
            {
                Attend((TorchKvCache)cache, layer, queries.narrow(2, first, count), keys.narrow(2, first, count), values.narrow(2, first, count), count, parts);
                first += count;
            }

            return Joined(torch.cat(parts, 2)).to_type(torch.float32).reshape(rows, channels);
        });
    }

    /// <inheritdoc/>
    public override Tensor Rotary(Tensor x, Tensor cos, Tensor sin, ReadOnlySpan<int> positions, int heads)
    {
        int rows = x.Shape.Rows, size = x.Shape.Last / heads;
        if (positions.Length != rows || cos.Shape != sin.Shape || cos.Shape.Last != size)
            throw Mismatch(nameof(Rotary), x.Shape, cos.Shape);
        foreach (int position in positions)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)cos.Shape[0], nameof(positions));
        if (_rotation?.IsFor(cos, sin, positions) != true)
        {
            ForgetRotation();
            _rotation = new Rotation(cos, Of(cos), sin, Of(sin), positions, _device);
        }

        Rotation rotation = _rotation;
        return Compute(x.Shape, () =>
        {
            Native values = Of(x).reshape(rows, heads, size);
            int half = size / 2;
            Native turned = torch.cat([values.narrow(2, half, half).neg(), values.narrow(2, 0, half)], 2);
            return values.mul(rotation.Cos).add(turned.mul(rotation.Sin)).reshape(x.Shape.Lengths());
        });
    }

    /// <summary>
    /// Attention of a sequence's new rows, after their keys and values went into its cache. Rows are taken in blocks that begin at whole
    /// multiples of the block, and a block reads as many keys wherever its rows come from: so a row is computed by the same kernel in a
    /// step of its own, in a prefill, and after a prefix.
    /// </summary>
    private void Attend(TorchKvCache cache, int layer, Native queries, Native keys, Native values, int count, List<Native> parts)
    {
        int start = cache.Length, end = start + count;
        cache.Reserve(end);
        Native cachedKeys = cache.Keys(layer), cachedValues = cache.Values(layer);
        cachedKeys.narrow(2, start, count).copy_(keys);
        cachedValues.narrow(2, start, count).copy_(values);
        Native converted = queries.to_type(DecoderType);
        for (int block = start / RowBlocks.Rows * RowBlocks.Rows; block < end; block += RowBlocks.Rows)
        {
            int from = Math.Max(start, block), to = Math.Min(end, block + RowBlocks.Rows);
            int seen = (block + RowBlocks.Rows + KeyStep - 1) / KeyStep * KeyStep;
            Native part = converted.narrow(2, from - start, to - from);
            Native whole = torch.nn.functional.pad(part, [0, 0, from - block, block + RowBlocks.Rows - to]);
            using Native mask = _mask.Part(block, RowBlocks.Rows, seen);
            Native y = torch.nn.functional.scaled_dot_product_attention(whole, cachedKeys.narrow(2, 0, seen), cachedValues.narrow(2, 0, seen), mask);
            parts.Add(y.narrow(2, from - block, to - from));
        }
    }

    /// <summary>(1, H, T, 2T-1) by relative position to (1, H, T, T) by key: line i begins at entry T-1-i, one earlier than the line before.</summary>
    private static Native Shifted(Native byPosition, int heads, int length)
    {
        if (length == 1)
            return byPosition;
        Native flat = byPosition.reshape(1, heads, length * (2 * length - 1));
        return flat.narrow(2, length - 1, length * (2 * length - 2)).reshape(1, heads, length, 2 * length - 2).narrow(3, 0, length);
    }

    /// <summary>(B, T, C) to (B, H, T, D)</summary>
    private static Native Heads(Tensor x, int heads) => Of(x).reshape(x.Shape[0], x.Shape[1], heads, x.Shape[2] / heads).transpose(1, 2);

    /// <summary>(rows, C) to (1, H, rows, D)</summary>
    private static Native RowHeads(Tensor x, int heads) => Of(x).reshape(1, x.Shape.Rows, heads, x.Shape.Last / heads).transpose(1, 2);

    /// <summary>(B, H, T, D) to (B, T, C)</summary>
    private static Native Joined(Native x) => x.transpose(1, 2).flatten(2);

    private void ForgetRotation()
    {
        _rotation?.Dispose();
        _rotation = null;
    }
}
