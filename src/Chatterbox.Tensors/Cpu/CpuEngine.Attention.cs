using Chatterbox.Tensors.Cpu.Kernels;
using Chatterbox.Tensors.Cpu.OneDnn;

namespace Chatterbox.Tensors.Cpu;

/// <content>Attention.</content>
public sealed unsafe partial class CpuEngine
{
    private const int MaxSequences = 1024;

    /// <inheritdoc/>
    public override Tensor Attention(Tensor q, Tensor k, Tensor v, int heads, WeightRole role = WeightRole.Exact)
    {
        int batch = q.Shape[0], queries = q.Shape[1], channels = q.Shape[2], keys = k.Shape[1];
        if (k.Shape != v.Shape || k.Shape[0] != batch || k.Shape[2] != channels || channels % heads != 0 || (keys == 0 && queries > 0))
            throw Mismatch(nameof(Attention), q.Shape, k.Shape);
        if (IsHalf(role) && channels == heads * HalfAttentionJob.HeadSize && queries > 0)
            return HalfAttention(Cpu(q), Cpu(k), Cpu(v), heads);
        CpuTensor y = New(q.Shape);
        using Scope scope = BeginScope();
        PackHeadsJob pack = PackHeads(k, v, heads);
        long scratchFloats = AttentionBlock.ScratchFloats(keys);
        var job = new AttentionJob
        {
            Block = Block(channels / heads), Queries = Cpu(q).Pointer, Output = y.Pointer,
            KeyPanels = pack.KeyPanels, ValuePanels = pack.ValuePanels, KeyFloats = pack.KeyFloats, ValueFloats = pack.ValueFloats,
            QueryLength = queries, KeyLength = keys, Heads = heads,
            Scratch = _workers.Scratch(scratchFloats, out long stride), ScratchStride = stride,
        };
        _workers.Run(job, batch * heads * job.BlocksPerHead);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor RelativeAttention(Tensor q, Tensor k, Tensor v, Tensor p, Tensor u, Tensor w, int heads)
    {
        int length = q.Shape[1], channels = q.Shape[2], headSize = channels / heads;
        if (q.Shape != k.Shape || q.Shape != v.Shape || q.Shape[0] != 1 || p.Shape.Rows != 2 * length - 1 || p.Shape.Last != channels ||
            u.Shape.Count != channels || w.Shape.Count != channels)
            throw Mismatch(nameof(RelativeAttention), q.Shape, p.Shape);
        CpuTensor y = New(q.Shape);
        using Scope scope = BeginScope();
        PackHeadsJob pack = PackHeads(k, v, heads);
        PackHeadsJob positions = PackHeads(Reshape(p, new Shape(1, 2 * length - 1, channels)), null, heads);
        var job = new RelativeAttentionJob
        {
            Block = Block(headSize), Queries = Cpu(q).Pointer, Output = y.Pointer,
            U = Cpu(u).Pointer, W = Cpu(w).Pointer,
            KeyPanels = pack.KeyPanels, ValuePanels = pack.ValuePanels, PositionPanels = positions.KeyPanels,
            KeyFloats = pack.KeyFloats, ValueFloats = pack.ValueFloats, PositionFloats = positions.KeyFloats,
            Length = length, Heads = heads,
            Scratch = _workers.Scratch(RelativeAttentionJob.ScratchFloats(length, headSize), out long stride), ScratchStride = stride,
        };
        _workers.Run(job, heads * job.BlocksPerHead);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor CausalAttention(Tensor q, Tensor k, Tensor v, ReadOnlySpan<SequenceRows> sequences, int layer, int heads)
    {
        int rows = q.Shape.Rows, channels = q.Shape.Last, headSize = channels / heads;
        if (q.Shape != k.Shape || q.Shape != v.Shape)
            throw Mismatch(nameof(CausalAttention), q.Shape, k.Shape);
        if (sequences.Length > MaxSequences)
            throw new ArgumentException($"A step takes at most {MaxSequences} sequences, not {sequences.Length}.", nameof(sequences));
        SequenceView* views = stackalloc SequenceView[sequences.Length];
        int row = 0, longest = 0;
        for (int i = 0; i < sequences.Length; i++)
        {
            (KvCache given, int count) = sequences[i];
            var cache = (CpuKvCache)given;
            if (cache.Heads != heads || cache.HeadSize != headSize || (uint)layer >= (uint)cache.Layers)
                throw new ArgumentException($"A cache of {cache.Layers} layers and {cache.Heads} heads of {cache.HeadSize} does not take layer {layer} of {heads} heads of {headSize}; this is a bug.", nameof(sequences));
            cache.Reserve(cache.Length + count);
            views[i] = new SequenceView
            {
                Own = cache.Panels(layer), OwnStride = cache.HeadValues, Before = cache.Prefix?.Panels(layer) ?? default,
                BeforeStride = cache.Prefix?.HeadValues ?? 0, Shared = cache.Shared, FirstRow = row, Count = count, Position = cache.Length,
            };
            row += count;
            longest = Math.Max(longest, cache.Length + count);
        }

        if (row != rows)
            throw new ArgumentException($"The sequences have {row} rows, the queries {rows}; this is a bug.", nameof(sequences));
        CpuTensor y = New(q.Shape);
        int* groupStarts = stackalloc int[sequences.Length + 1];
        int groups = CausalAttentionJob.Group(views, sequences.Length, groupStarts);
        var job = new CausalAttentionJob
        {
            Block = Block(headSize), Queries = Cpu(q).Pointer, Keys = Cpu(k).Pointer, Values = Cpu(v).Pointer, Output = y.Pointer,
            Sequences = views, GroupStarts = groupStarts, Groups = groups, Heads = heads, Longest = longest,
            Scratch = _workers.Scratch(AttentionBlock.ScratchFloats(longest), out long stride), ScratchStride = stride,
        };
        _workers.Run(job, groups * heads);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Rotary(Tensor x, Tensor cos, Tensor sin, ReadOnlySpan<int> positions, int heads)
    {
        int rows = x.Shape.Rows, headSize = x.Shape.Last / heads;
        if (positions.Length != rows || cos.Shape != sin.Shape || cos.Shape.Last != headSize)
            throw Mismatch(nameof(Rotary), x.Shape, cos.Shape);
        foreach (int position in positions)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)cos.Shape[0], nameof(positions));
        CpuTensor y = New(x.Shape);
        fixed (int* at = positions)
        {
            var kernel = new RotaryKernel
            {
                X = Cpu(x).Pointer, Y = y.Pointer, Cos = Cpu(cos).Pointer, Sin = Cpu(sin).Pointer,
                Positions = at, Heads = heads, HeadSize = headSize,
            };
            RowJob<RotaryKernel>.Run(_workers, kernel, rows, x.Shape.Last);
        }

        return y;
    }

    private AttentionBlock Block(int headSize) => new() { Level = _level, HeadSize = headSize, Scale = 1 / MathF.Sqrt(headSize) };

    private PackHeadsJob PackHeads(Tensor k, Tensor? v, int heads)
    {
        int batch = k.Shape[0], length = k.Shape[1];
        var pack = new PackHeadsJob { Keys = Cpu(k).Pointer, Length = length, Heads = heads, HeadSize = k.Shape[2] / heads };
        pack.KeyPanels = New(new Shape(batch * heads, checked((int)pack.KeyFloats))).Pointer;
        if (v is not null)
        {
            pack.Values = Cpu(v).Pointer;
            pack.ValuePanels = New(new Shape(batch * heads, checked((int)pack.ValueFloats))).Pointer;
        }

        _workers.Run(pack, batch * heads);
        return pack;
    }
}
