namespace Chatterbox.Tensors;

/// <summary>
/// The layer-level operations that the models are written over, once for every kind of processor.
/// An engine chooses the kernel and the storage of weights; the model never does. It is used by one thread at a time.
/// Unless said otherwise, activations are (batch, time, channels) or (time, channels), the operation works on every
/// row of channels alone, and the result is a new tensor of the current scope. A row's result never depends on the other rows.
/// </summary>
public abstract class Engine : IDisposable
{
    private readonly List<List<Tensor>> _scopes = [[]];
    private int _depth;

    /// <summary>Sees intermediate tensors while it is set.</summary>
    public ITensorProbe? Probe { get; set; }

    /// <summary>Processor, instruction set and threads in a line.</summary>
    public abstract string Description { get; }

    /// <summary>Threads of the processor that work on an operation.</summary>
    public abstract int Threads { get; }

    // Weights: made once at load from host values in PyTorch's order.

    /// <summary>A matrix (out, in) with an optional bias (out), for <see cref="Linear"/>.</summary>
    public abstract Weight LinearWeight(HostTensor weight, HostTensor? bias, WeightRole role = WeightRole.Exact);

    /// <summary>Two or three matrices (out, in) one below the other, so that one product gives their results side by side.</summary>
    public abstract Weight StackedLinearWeight(ReadOnlySpan<HostTensor> weights, WeightRole role = WeightRole.Exact);

    /// <summary>The same of a matrix that is stored as (in, out).</summary>
    public abstract Weight TransposedLinearWeight(HostTensor weight, HostTensor? bias, WeightRole role = WeightRole.Exact);

    /// <summary>Filters (out, in, kernel) with an optional bias (out), for <see cref="Conv1d"/>.</summary>
    public abstract Weight Conv1dWeight(HostTensor weight, HostTensor? bias, WeightRole role = WeightRole.Exact);

    /// <summary>Filters (channels, 1, kernel) of a depthwise convolution, for <see cref="DepthwiseConv1d"/>.</summary>
    public abstract Weight DepthwiseConv1dWeight(HostTensor weight, HostTensor? bias);

    /// <summary>Filters (in, out, kernel) with an optional bias (out), for <see cref="ConvTranspose1d"/>.</summary>
    public abstract Weight ConvTranspose1dWeight(HostTensor weight, HostTensor? bias, int stride, int padding, WeightRole role = WeightRole.Exact);

    /// <summary>Filters (out, in, kernel height, kernel width) with an optional bias, for <see cref="Conv2d"/>.</summary>
    public abstract Weight Conv2dWeight(HostTensor weight, HostTensor? bias);

    /// <summary>A table (entries, channels) for <see cref="Embedding"/>.</summary>
    public abstract Weight EmbeddingWeight(HostTensor table);

    /// <summary>
    /// One layer of an LSTM: input weights (4 hidden, in), hidden weights (4 hidden, hidden), both biases (4 hidden);
    /// gates in PyTorch's order input, forget, cell, output. For <see cref="Lstm"/>.
    /// </summary>
    public abstract Weight LstmWeight(HostTensor inputWeight, HostTensor hiddenWeight, HostTensor inputBias, HostTensor hiddenBias);

    /// <summary>Values that outlive every scope: a norm's gain, a table. Freed with the engine.</summary>
    public abstract Tensor Constant(HostTensor values);

    // Memory.

    /// <summary>Begins a scope: tensors made from here on die when it is disposed.</summary>
    public Scope BeginScope()
    {
        _depth++;
        if (_scopes.Count == _depth)
            _scopes.Add([]);
        return new Scope(this, _depth);
    }

    /// <summary>
    /// Takes a tensor of the current scope out of all scopes, as one that serves later work too: it lives until <see cref="Release"/>,
    /// or as long as the engine.
    /// </summary>
    public Tensor Persist(Tensor tensor)
    {
        Move(tensor, _depth, 0);
        return tensor;
    }

    /// <summary>Frees a tensor that was persisted.</summary>
    public void Release(Tensor tensor)
    {
        if (!_scopes[0].Remove(tensor))
            throw new InvalidOperationException("The tensor released is none that was persisted; this is a bug.");
        Free(tensor);
    }

    /// <summary>Gives memory that the engine keeps for later work back to the system, as after work of a rare kind.</summary>
    public abstract void Trim();

    /// <summary>A tensor of the current scope with the given values.</summary>
    public abstract Tensor FromHost(ReadOnlySpan<float> values, Shape shape);

    /// <summary>A tensor of the current scope filled with zeros.</summary>
    public abstract Tensor Zeros(Shape shape);

    /// <summary>Copies all values to host memory; the lengths must agree.</summary>
    public abstract void Read(Tensor tensor, Span<float> destination);

    /// <summary>Bytes of the weights that were made so far; they live as long as the engine. May be asked by any thread.</summary>
    public abstract long WeightBytes { get; }

    /// <summary>The precision of products of a role, as <c>--precision</c> names it: fp32, bf16, int8 or int4.</summary>
    public abstract string ModeOf(WeightRole role);

    /// <summary>Bytes that a weight of a role takes where it is rounded as its role may be, scales included.</summary>
    public abstract double BytesPerWeight(WeightRole role);

    /// <summary>Bytes of activations and constants. May be asked by any thread.</summary>
    public abstract long MemoryBytes { get; }

    /// <summary>Bytes that a key's or a value's channel takes in a cache.</summary>
    public abstract int KvValueBytes { get; }

    /// <summary>
    /// A cache for a decoder of the given size: empty, or one that begins with <paramref name="prefix"/>, see <see cref="KvCache.CopyPrefix"/>.
    /// </summary>
    public abstract KvCache CreateKvCache(int layers, int heads, int headSize, KvCache? prefix = null);

    // Products.

    /// <summary>
    /// x W^T + b: (..., in) to (..., out). The <paramref name="activation"/> is applied to the result, then a
    /// <paramref name="residual"/> (..., out) added.
    /// </summary>
    public abstract Tensor Linear(Tensor x, Weight weight, Activation? activation = null, Tensor? residual = null);

    /// <summary>1-D convolution over time: (B, T, in) to (B, T', out), to which a <paramref name="residual"/> (B, T', out) is added.</summary>
    public abstract Tensor Conv1d(Tensor x, Weight weight, Conv1dOptions options, Tensor? residual = null);

    /// <summary>1-D convolution of every channel with its own filter, stride 1: (B, T, C) to (B, T', C).</summary>
    public abstract Tensor DepthwiseConv1d(Tensor x, Weight weight, int padLeft, int padRight);

    /// <summary>Transposed 1-D convolution: (B, T, in) to (B, (T - 1) stride - 2 padding + kernel, out).</summary>
    public abstract Tensor ConvTranspose1d(Tensor x, Weight weight);

    /// <summary>
    /// 2-D convolution of a (height, width, in) map, as CAMPPlus has it over (frequency, time): the stride is on the height only,
    /// the zero padding the same on all four sides. Gives (height', width', out).
    /// </summary>
    public abstract Tensor Conv2d(Tensor x, Weight weight, int strideHeight, int padding);

    /// <summary>Rows of a table: ids.Length rows of channels.</summary>
    public abstract Tensor Embedding(Weight table, ReadOnlySpan<int> ids);

    /// <summary>One LSTM layer from a zero state: (B, T, in) to the hidden state at every step, (B, T, hidden).</summary>
    public abstract Tensor Lstm(Tensor x, Weight weight);

    // Attention. Channels hold the heads one after the other; the scale is 1 / sqrt(head size).

    /// <summary>Softmax attention of all queries over all keys: q (B, Tq, C), k and v (B, Tk, C), to (B, Tq, C).</summary>
    public abstract Tensor Attention(Tensor q, Tensor k, Tensor v, int heads, WeightRole role = WeightRole.Exact);

    /// <summary>
    /// Transformer-XL attention as ESPnet has it: score(i, j) = ((q_i + u) k_j + (q_i + w) p_(T-1-i+j)) scale, with p the
    /// projected relative positions from +(T-1) down to -(T-1). q, k, v (1, T, C), p (2T-1, C), u and w (heads, head size).
    /// </summary>
    public abstract Tensor RelativeAttention(Tensor q, Tensor k, Tensor v, Tensor p, Tensor u, Tensor w, int heads);

    /// <summary>
    /// Causal attention of a decoder step over any number of sequences: q, k, v (rows, C). Appends k and v to each
    /// sequence's cache in <paramref name="layer"/>; a row sees its own position and those before. The caches are advanced by the caller.
    /// </summary>
    public abstract Tensor CausalAttention(Tensor q, Tensor k, Tensor v, ReadOnlySpan<SequenceRows> sequences, int layer, int heads);

    /// <summary>
    /// Rotary position embedding, half-split pairs: each head of row r is turned by row positions[r] of the tables,
    /// both (positions, head size). x (rows, C) to (rows, C).
    /// </summary>
    public abstract Tensor Rotary(Tensor x, Tensor cos, Tensor sin, ReadOnlySpan<int> positions, int heads);

    // Norms and element-wise functions.

    /// <summary>(x - mean) / sqrt(variance + eps) gain + bias over the channels.</summary>
    public abstract Tensor LayerNorm(Tensor x, Tensor gain, Tensor bias, float eps);

    /// <summary>x / sqrt(mean square + eps) gain over the channels.</summary>
    public abstract Tensor RmsNorm(Tensor x, Tensor gain, float eps);

    /// <summary>Rows divided by their length, which is at least <paramref name="eps"/>.</summary>
    public abstract Tensor L2Normalize(Tensor x, float eps);

    /// <summary>Softmax over the channels.</summary>
    public abstract Tensor Softmax(Tensor x);

    /// <summary>
    /// Sum. The second operand has the first one's shape, or is repeated: (C) or (1, C) for every row, (B, 1, C) for every
    /// time step, (1, T, C) for every batch entry.
    /// </summary>
    public abstract Tensor Add(Tensor a, Tensor b);

    /// <summary>Product, with the repetition of <see cref="Add"/>.</summary>
    public abstract Tensor Mul(Tensor a, Tensor b);

    /// <summary>a + factor b, of the same shape.</summary>
    public abstract Tensor AddScaled(Tensor a, Tensor b, float factor);

    /// <summary>factor x.</summary>
    public abstract Tensor Scale(Tensor x, float factor);

    /// <summary>Every value brought into [low, high].</summary>
    public abstract Tensor Clamp(Tensor x, float low, float high);

    /// <summary>An element-wise function.</summary>
    public abstract Tensor Activate(Tensor x, Activation activation);

    /// <summary>silu(a) b, where the channels of x hold a and then b: (..., 2 C) to (..., C).</summary>
    public abstract Tensor GatedSilu(Tensor x);

    /// <summary>x + sin^2(alpha x) / (alpha + 1e-9), alpha (C) by channel (Snake, Ziyin et al. 2020).</summary>
    public abstract Tensor Snake(Tensor x, Tensor alpha);

    // Shapes and reductions.

    /// <summary>The same values under another shape of the same count.</summary>
    public abstract Tensor Reshape(Tensor x, Shape shape);

    /// <summary>length entries of an axis, from start on.</summary>
    public abstract Tensor Slice(Tensor x, int axis, int start, int length);

    /// <summary>Tensors one after the other along an axis; all other dimensions agree.</summary>
    public abstract Tensor Concat(int axis, params ReadOnlySpan<Tensor> parts);

    /// <summary>The axes of a tensor of rank 3 in another order.</summary>
    public abstract Tensor Permute(Tensor x, int axis0, int axis1, int axis2);

    /// <summary>Every time step repeated: (B, T, C) to (B, T times, C).</summary>
    public abstract Tensor RepeatFrames(Tensor x, int times);

    /// <summary>Mean over time: (B, T, C) to (B, 1, C).</summary>
    public abstract Tensor MeanOverTime(Tensor x);

    /// <summary>Unbiased standard deviation over time: (B, T, C) to (B, 1, C). One frame gives NaN, as in PyTorch.</summary>
    public abstract Tensor DeviationOverTime(Tensor x);

    /// <summary>
    /// Means of segments of time, each repeated over its segment; the last may be shorter and is divided by its real length:
    /// (B, T, C) to (B, T, C). avg_pool1d with ceil_mode, expanded again, as CAMPPlus does.
    /// </summary>
    public abstract Tensor SegmentMeans(Tensor x, int segment);

    /// <summary>Adds frames (B, T, n) into a signal at steps of <paramref name="hop"/>: (B, (T - 1) hop + n, 1).</summary>
    public abstract Tensor OverlapAdd(Tensor frames, int hop);

    // Sampling.

    /// <summary>
    /// Whether <see cref="ChooseTokens"/> is there. Where the host's memory is the device's, the host chooses from the logits it reads.
    /// </summary>
    public virtual bool ChoosesTokens => false;

    /// <summary>
    /// Chooses the next token of every sequence on the device: logits (rows, V), the rows of the sequences one after the other, to an
    /// id for each. An id of -1 says that the sequence's logits are not numbers. The logits stay as they are, and the engine keeps nothing.
    /// </summary>
    /// <exception cref="ArgumentException">The rows or the lengths do not agree, or an id is outside the vocabulary; this is a bug.</exception>
    public virtual void ChooseTokens(Tensor logits, ReadOnlySpan<TokenChoice> choices, Span<int> ids) =>
        throw new InvalidOperationException("This engine leaves the choice of tokens to the host; this is a bug.");

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the engine's memory and threads.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>Takes the memory of a dead tensor back.</summary>
    protected abstract void Free(Tensor tensor);

    /// <summary>Gives a new tensor to the current scope.</summary>
    protected T Own<T>(T tensor)
        where T : Tensor
    {
        _scopes[_depth].Add(tensor);
        return tensor;
    }

    /// <summary>Frees the tensors of every scope that is still open, and those made outside any.</summary>
    protected void EndAllScopes()
    {
        while (_depth >= 0)
            FreeCurrentScope();
        _depth = 0;
    }

    internal void KeepInParent(Tensor tensor, int depth) => Move(tensor, depth, depth - 1);

    internal void EndScope(int depth)
    {
        if (depth != _depth)
            throw new InvalidOperationException($"Scope {depth} ended while scope {_depth} is open; this is a bug.");
        FreeCurrentScope();
    }

    private void Move(Tensor tensor, int from, int to)
    {
        if (!_scopes[from].Remove(tensor))
            throw new InvalidOperationException("The tensor kept does not belong to the scope; this is a bug.");
        _scopes[to].Add(tensor);
    }

    private void FreeCurrentScope()
    {
        List<Tensor> scope = _scopes[_depth];
        foreach (Tensor tensor in scope)
            Free(tensor);
        scope.Clear();
        _depth--;
    }
}
