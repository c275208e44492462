namespace Chatterbox.Tensors.ShapeOnly;

/// <summary>Weights record their shapes; there are no values, so no operation can run. Shows that a model fits a checkpoint without reading it.</summary>
internal sealed class ShapeOnlyEngine : Engine
{
    public override string Description => "shapes only";

    public override Weight LinearWeight(HostTensor weight, HostTensor? bias, WeightRole role = WeightRole.Exact) => new ShapeOnlyWeight(weight.Shape);

    public override Weight StackedLinearWeight(ReadOnlySpan<HostTensor> weights, WeightRole role = WeightRole.Exact) =>
        new ShapeOnlyWeight(HostTensor.StackedShape(weights));

    public override Weight TransposedLinearWeight(HostTensor weight, HostTensor? bias, WeightRole role = WeightRole.Exact) => new ShapeOnlyWeight(new Shape(weight.Shape[1], weight.Shape[0]));

    public override Weight Conv1dWeight(HostTensor weight, HostTensor? bias, WeightRole role = WeightRole.Exact) => new ShapeOnlyWeight(weight.Shape);

    public override Weight DepthwiseConv1dWeight(HostTensor weight, HostTensor? bias) => new ShapeOnlyWeight(weight.Shape);

    public override Weight ConvTranspose1dWeight(HostTensor weight, HostTensor? bias, int stride, int padding, WeightRole role = WeightRole.Exact) => new ShapeOnlyWeight(weight.Shape);

    public override Weight Conv2dWeight(HostTensor weight, HostTensor? bias) => new ShapeOnlyWeight(weight.Shape);

    public override Weight EmbeddingWeight(HostTensor table) => new ShapeOnlyWeight(table.Shape);

    public override Weight LstmWeight(HostTensor inputWeight, HostTensor hiddenWeight, HostTensor inputBias, HostTensor hiddenBias) => new ShapeOnlyWeight(hiddenWeight.Shape);

    public override Tensor Constant(HostTensor values) => new ShapeOnlyTensor(this, values.Shape);

    public override Tensor FromHost(ReadOnlySpan<float> values, Shape shape) => throw NoValues();

    public override Tensor Zeros(Shape shape) => throw NoValues();

    public override void Read(Tensor tensor, Span<float> destination) => throw NoValues();

    public override int Threads => 0;

    public override long WeightBytes => 0;

    public override string ModeOf(WeightRole role) => "fp32";

    public override double BytesPerWeight(WeightRole role) => sizeof(float);

    public override long MemoryBytes => 0;

    /// <inheritdoc/>
    public override int KvValueBytes => sizeof(float);

    /// <inheritdoc/>
    public override KvCache CreateKvCache(int layers, int heads, int headSize, KvCache? prefix = null) => throw NoValues();

    public override Tensor Linear(Tensor x, Weight weight, Activation? activation = null, Tensor? residual = null) => throw NoValues();

    public override Tensor Conv1d(Tensor x, Weight weight, Conv1dOptions options, Tensor? residual = null) => throw NoValues();

    public override Tensor DepthwiseConv1d(Tensor x, Weight weight, int padLeft, int padRight) => throw NoValues();

    public override Tensor ConvTranspose1d(Tensor x, Weight weight) => throw NoValues();

    public override Tensor Conv2d(Tensor x, Weight weight, int strideHeight, int padding) => throw NoValues();

    public override Tensor Embedding(Weight table, ReadOnlySpan<int> ids) => throw NoValues();

    public override Tensor Lstm(Tensor x, Weight weight) => throw NoValues();

    public override Tensor Attention(Tensor q, Tensor k, Tensor v, int heads, WeightRole role = WeightRole.Exact) => throw NoValues();

    public override Tensor RelativeAttention(Tensor q, Tensor k, Tensor v, Tensor p, Tensor u, Tensor w, int heads) => throw NoValues();

    public override Tensor CausalAttention(Tensor q, Tensor k, Tensor v, ReadOnlySpan<SequenceRows> sequences, int layer, int heads) => throw NoValues();

    public override Tensor Rotary(Tensor x, Tensor cos, Tensor sin, ReadOnlySpan<int> positions, int heads) => throw NoValues();

    public override Tensor LayerNorm(Tensor x, Tensor gain, Tensor bias, float eps) => throw NoValues();

    public override Tensor RmsNorm(Tensor x, Tensor gain, float eps) => throw NoValues();

    public override Tensor L2Normalize(Tensor x, float eps) => throw NoValues();

    public override Tensor Softmax(Tensor x) => throw NoValues();

    public override Tensor Add(Tensor a, Tensor b) => throw NoValues();

    public override Tensor Mul(Tensor a, Tensor b) => throw NoValues();

    public override Tensor AddScaled(Tensor a, Tensor b, float factor) => throw NoValues();

    public override Tensor Scale(Tensor x, float factor) => throw NoValues();

    public override Tensor Clamp(Tensor x, float low, float high) => throw NoValues();

    public override Tensor Activate(Tensor x, Activation activation) => throw NoValues();

    public override Tensor GatedSilu(Tensor x) => throw NoValues();

    public override Tensor Snake(Tensor x, Tensor alpha) => throw NoValues();

    public override Tensor Reshape(Tensor x, Shape shape) => throw NoValues();

    public override Tensor Slice(Tensor x, int axis, int start, int length) => throw NoValues();

    public override Tensor Concat(int axis, params ReadOnlySpan<Tensor> parts) => throw NoValues();

    public override Tensor Permute(Tensor x, int axis0, int axis1, int axis2) => throw NoValues();

    public override Tensor RepeatFrames(Tensor x, int times) => throw NoValues();

    public override Tensor MeanOverTime(Tensor x) => throw NoValues();

    public override Tensor DeviationOverTime(Tensor x) => throw NoValues();

    public override Tensor SegmentMeans(Tensor x, int segment) => throw NoValues();

    public override Tensor OverlapAdd(Tensor frames, int hop) => throw NoValues();

    public override void Trim()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }

    protected override void Free(Tensor tensor)
    {
    }

    private static InvalidOperationException NoValues() => new("There are shapes here, but no values.");
}
