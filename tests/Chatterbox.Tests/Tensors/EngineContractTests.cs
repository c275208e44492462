using Chatterbox.Models.S3Gen.HiFT;
using Chatterbox.Tensors;
using Chatterbox.Tests.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors;

/// <summary>
/// What every engine must compute: the operations recorded from PyTorch. PyTorch's (batch, channels, time) is turned into the
/// engine's (batch, time, channels) and back here.
/// </summary>
public abstract class EngineContractTests
{
    private const double Bound = 1e-5;

    private static readonly IReadOnlyList<GoldenOp> Ops = GoldenOp.ReadAll();

    /// <summary>A new engine to test.</summary>
    protected abstract Engine CreateEngine();

    /// <summary>The names of all recorded operations that are an engine's.</summary>
    public static TheoryData<string> Cases() =>
        [.. Ops.Where(op => op.Name is not ("log_softmax" or "cumsum_mod_1_f32")).Select(op => op.ToString())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Operation_equals_the_recorded_one(string name)
    {
        GoldenOp op = Ops.Single(candidate => candidate.ToString() == name);
        using Engine engine = CreateEngine();
        Check(engine, op);
    }

    [Theory]
    [InlineData(1, ActivationKind.GeluTanh)]
    [InlineData(5, ActivationKind.Silu)]
    [InlineData(200, ActivationKind.GeluErf)]
    public void A_product_with_activation_and_residual_is_one_after_the_other(int rows, ActivationKind activation)
    {
        using Engine engine = CreateEngine();
        Tensor x = Upload(engine, Random32.Host(1, rows, 70)), residual = Upload(engine, Random32.Host(2, rows, 45));
        Weight weight = engine.LinearWeight(Random32.Host(3, 45, 70), Random32.Host(4, 45));
        Tensor product = engine.Linear(x, weight), activated = engine.Activate(product, activation);
        Equal(activated, engine.Linear(x, weight, activation));
        Equal(engine.Add(product, residual), engine.Linear(x, weight, residual: residual));
        Equal(engine.Add(activated, residual), engine.Linear(x, weight, activation, residual));

        void Equal(Tensor expected, Tensor actual)
        {
            Assert.Equal(expected.Shape, actual.Shape);
            TensorAssert.Close("product", expected.ToArray(), actual.ToArray(), 1e-6);
        }
    }

    [Fact]
    public void A_convolution_with_a_residual_is_one_after_the_other()
    {
        using Engine engine = CreateEngine();
        Tensor x = Upload(engine, Random32.Host(1, 2, 9, 7)), residual = Upload(engine, Random32.Host(2, 2, 9, 33));
        Weight filters = engine.Conv1dWeight(Random32.Host(3, 33, 7, 5), Random32.Host(4, 33));
        Tensor expected = engine.Add(engine.Conv1d(x, filters, Conv1dOptions.Padded(2)), residual);
        TensorAssert.Close("convolution", expected.ToArray(), engine.Conv1d(x, filters, Conv1dOptions.Padded(2), residual).ToArray(), 1e-6);
    }

    [Theory]
    [InlineData(1, 33, 7, 12)]
    [InlineData(2, 32, 64, 0)]
    [InlineData(40, 5, 31, 70)]
    public void Stacked_matrices_give_their_products_side_by_side(int rows, int first, int second, int third)
    {
        using Engine engine = CreateEngine();
        Tensor x = Upload(engine, Random32.Host(1, rows, 70));
        HostTensor[] matrices = [.. new[] { first, second, third }.Where(outputs => outputs > 0).Select((outputs, i) => Random32.Host(i + 2, outputs, 70))];
        Tensor expected = engine.Concat(1, [.. matrices.Select(matrix => engine.Linear(x, engine.LinearWeight(matrix, null)))]);
        Tensor actual = engine.Linear(x, engine.StackedLinearWeight(matrices));
        Assert.Equal(expected.Shape, actual.Shape);
        TensorAssert.Close("product", expected.ToArray(), actual.ToArray(), 1e-6);
    }

    [Fact]
    public void Matrices_of_different_width_do_not_stack()
    {
        using Engine engine = CreateEngine();
        Assert.Throws<ArgumentException>(() => engine.StackedLinearWeight([Random32.Host(1, 8, 5), Random32.Host(1, 8, 6)]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 45)]
    [InlineData(19, 256)]
    public void A_gated_silu_is_one_half_times_the_silu_of_the_other(int rows, int channels)
    {
        using Engine engine = CreateEngine();
        Tensor x = Upload(engine, Random32.Host(1, rows, 2 * channels));
        Tensor expected = engine.Mul(engine.Activate(x.Slice(1, 0, channels), ActivationKind.Silu), x.Slice(1, channels, channels));
        Tensor actual = engine.GatedSilu(x);
        Assert.Equal(expected.Shape, actual.Shape);
        TensorAssert.Close("gated", expected.ToArray(), actual.ToArray(), 1e-6);
        Assert.Throws<ArgumentException>(() => engine.GatedSilu(Upload(engine, Random32.Host(1, rows, 3))));
    }

    [Fact]
    public void A_residual_of_another_shape_is_refused()
    {
        using Engine engine = CreateEngine();
        Tensor x = Upload(engine, Random32.Host(1, 5, 7));
        Weight weight = engine.LinearWeight(Random32.Host(3, 33, 7), null);
        Assert.Throws<ArgumentException>(() => engine.Linear(x, weight, residual: x));
    }

    private static void Check(Engine engine, GoldenOp op)
    {
        switch (op.Name)
        {
            case "linear":
                Weight matrix = engine.LinearWeight(op.Input("weight"), op.Optional("bias"));
                Compare(op, engine.Linear(Upload(engine, op.Input("x")), matrix));
                HostTensor weight = op.Input("weight");
                int outputs = weight.Shape[0], inputs = weight.Shape[1];
                var turned = new HostTensor(new Shape(inputs, outputs), Transpose.Of(weight.Values, outputs, inputs));
                Compare(op, engine.Linear(Upload(engine, op.Input("x")), engine.TransposedLinearWeight(turned, op.Optional("bias"))));
                break;
            case "conv1d" when op.Int("groups") > 1:
                Weight filters = engine.DepthwiseConv1dWeight(op.Input("weight"), op.Optional("bias"));
                CompareTimeMajor(op, engine.DepthwiseConv1d(TimeMajor(engine, op), filters, op.Int("padding"), op.Int("padding")));
                break;
            case "conv1d":
                Weight conv = engine.Conv1dWeight(op.Input("weight"), op.Optional("bias"));
                Conv1dOptions options = Conv1dOptions.Padded(op.Int("padding"), op.Int("stride"), op.Int("dilation"));
                CompareTimeMajor(op, engine.Conv1d(TimeMajor(engine, op), conv, options));
                break;
            case "conv_transpose1d":
                Weight transposed = engine.ConvTranspose1dWeight(op.Input("weight"), op.Optional("bias"), op.Int("stride"), op.Int("padding"));
                CompareTimeMajor(op, engine.ConvTranspose1d(TimeMajor(engine, op), transposed));
                break;
            case "conv2d":
                CheckConv2d(engine, op);
                break;
            case "snake":
                CompareTimeMajor(op, engine.Snake(TimeMajor(engine, op), Upload(engine, op.Input("alpha"))));
                break;
            case "layer_norm":
                Compare(op, engine.LayerNorm(
                    Upload(engine, op.Input("x")), Upload(engine, op.Input("weight")), Upload(engine, op.Input("bias")), op.Float("eps")));
                break;
            case "rms_norm":
                Compare(op, engine.RmsNorm(Upload(engine, op.Input("x")), Upload(engine, op.Input("weight")), op.Float("eps")));
                break;
            case "batch_norm":
                CheckBatchNorm(engine, op);
                break;
            case "attention":
                CheckAttention(engine, op);
                break;
            case "softmax":
                Compare(op, engine.Softmax(Upload(engine, op.Input("x"))));
                break;
            case "lstm_3_layers":
                CheckLstm(engine, op);
                break;
            case "stft_16_4_hann_center_reflect":
                CheckStft(engine, op);
                break;
            case "istft_16_4_hann":
                CheckIstft(engine, op);
                break;
            case "interpolate_nearest_x2":
                CompareTimeMajor(op, engine.RepeatFrames(TimeMajor(engine, op), op.Int("scale")));
                break;
            case "reflection_pad_left_1":
                Tensor frames = TimeMajor(engine, op);
                CompareTimeMajor(op, engine.Concat(1, frames.Slice(1, 1, 1), frames));
                break;
            case "avg_pool1d_100_ceil":
                CheckSegmentMeans(engine, op);
                break;
            case "rotary_llama3_scaled":
                CheckRotary(engine, op);
                break;
            default:
                Compare(op, Upload(engine, op.Input("x")).Activate(ActivationOf(op.Name)));
                break;
        }
    }

    private static Activation ActivationOf(string name) => name switch
    {
        "gelu_erf" => ActivationKind.GeluErf,
        "gelu_tanh" => ActivationKind.GeluTanh,
        "silu" => ActivationKind.Silu,
        "mish" => ActivationKind.Mish,
        "elu" => ActivationKind.Elu,
        "relu" => ActivationKind.Relu,
        "tanh" => ActivationKind.Tanh,
        "sigmoid" => ActivationKind.Sigmoid,
        "leaky_relu_0.1" => Activation.LeakyRelu(0.1f),
        "leaky_relu_0.01" => Activation.LeakyRelu(0.01f),
        "exp" => ActivationKind.Exp,
        "sin" => ActivationKind.Sin,
        _ => throw new InvalidOperationException($"No engine operation is known for '{name}'."),
    };

    private static void CheckConv2d(Engine engine, GoldenOp op)
    {
        HostTensor x = op.Input("x");
        (int channels, int height, int width) = (x.Shape[1], x.Shape[2], x.Shape[3]);
        Tensor map = engine.FromHost(TensorAssert.Transpose(x.Values, 1, channels, height * width), new Shape(height, width, channels));
        Tensor y = engine.Conv2d(map, engine.Conv2dWeight(op.Input("weight"), null), op.Int("stride", 0), op.Int("padding"));
        TensorAssert.Close(op.ToString(), op.Output().Values, TensorAssert.Transpose(y.ToArray(), 1, y.Shape[0] * y.Shape[1], y.Shape[2]), Bound);
    }

    private static void CheckBatchNorm(Engine engine, GoldenOp op)
    {
        using var source = new DictionarySource(new()
        {
            ["running_mean"] = op.Input("mean"), ["running_var"] = op.Input("variance"), ["weight"] = op.Input("weight"), ["bias"] = op.Input("bias"),
        });
        CompareTimeMajor(op, new Chatterbox.Nn.BatchNorm(new Weights(engine, source), eps: op.Float("eps")).Forward(TimeMajor(engine, op)));
    }

    private static void CheckAttention(Engine engine, GoldenOp op)
    {
        Shape shape = op.Input("q").Shape;
        (int batch, int heads, int queries, int size) = (shape[0], shape[1], shape[2], shape[3]);
        Tensor q = HeadsLast(engine, op.Input("q")), k = HeadsLast(engine, op.Input("k")), v = HeadsLast(engine, op.Input("v"));
        Tensor y;
        if (op.Bool("causal"))
        {
            Shape rows = new(batch * queries, heads * size);
            KvCache[] caches = [.. Enumerable.Range(0, batch).Select(_ => engine.CreateKvCache(1, heads, size))];
            SequenceRows[] sequences = [.. caches.Select(cache => new SequenceRows(cache, queries))];
            y = engine.CausalAttention(q.Reshape(rows), k.Reshape(rows), v.Reshape(rows), sequences, 0, heads);
            Array.ForEach(caches, cache => cache.Dispose());
        }
        else
        {
            y = engine.Attention(q, k, v, heads);
        }

        float[] expected = SwapHeads(op.Output().Values, batch, heads, queries, size);
        TensorAssert.Close(op.ToString(), expected, y.ToArray(), Bound);
    }

    private static void CheckLstm(Engine engine, GoldenOp op)
    {
        using var source = new DictionarySource(
            (from layer in Enumerable.Range(0, 3)
             from part in new[] { "weight_ih", "weight_hh", "bias_ih", "bias_hh" }
             select $"{part}_l{layer}").ToDictionary(name => name, op.Input));
        Tensor y = new Chatterbox.Nn.Lstm(new Weights(engine, source)).Forward(Upload(engine, op.Input("x")));
        Compare(op, y);
    }

    private static void CheckStft(Engine engine, GoldenOp op)
    {
        Tensor y = new Stft16(engine).Forward(op.Input("x").Values);
        float[] parts = TensorAssert.Transpose(y.ToArray(), 1, y.Shape[1], y.Shape[2]);
        TensorAssert.Close($"{op} real", op.Output().Values, parts.AsSpan(0, parts.Length / 2), Bound);
        TensorAssert.Close($"{op} imaginary", op.Output(1).Values, parts.AsSpan(parts.Length / 2), Bound);
    }

    private static void CheckIstft(Engine engine, GoldenOp op)
    {
        HostTensor real = op.Input("real"), imaginary = op.Input("imag");
        float[] parts = [.. real.Values, .. imaginary.Values];
        int bins = 2 * real.Shape[1], frames = real.Shape[2];
        Tensor spectrum = engine.FromHost(TensorAssert.Transpose(parts, 1, bins, frames), new Shape(1, frames, bins));
        Compare(op, new Istft16(engine).Forward(spectrum));
    }

    private static void CheckSegmentMeans(Engine engine, GoldenOp op)
    {
        const int Segment = 100;
        Tensor y = engine.SegmentMeans(TimeMajor(engine, op), Segment);
        HostTensor expected = op.Output();
        for (int i = 0; i < expected.Shape[2]; i++)
        {
            float[] mean = y.Slice(1, i * Segment, 1).ToArray();
            for (int c = 0; c < mean.Length; c++)
                Assert.Equal(expected.Values[c * expected.Shape[2] + i], mean[c], 1e-5f);
        }
    }

    private static void CheckRotary(Engine engine, GoldenOp op)
    {
        Shape shape = op.Input("q").Shape;
        (int heads, int length, int size) = (shape[1], shape[2], shape[3]);
        int[] positions = [.. Enumerable.Range(0, length)];
        Tensor cos = engine.FromHost(op.Input("cos").Values, new Shape(length, size)), sin = engine.FromHost(op.Input("sin").Values, new Shape(length, size));
        foreach ((string name, int output) in new[] { ("q", 0), ("k", 1) })
        {
            Tensor x = HeadsLast(engine, op.Input(name)).Reshape(new Shape(length, heads * size));
            Tensor y = engine.Rotary(x, cos, sin, positions, heads);
            TensorAssert.Close($"{op} {name}", SwapHeads(op.Output(output).Values, 1, heads, length, size), y.ToArray(), Bound);
        }
    }

    private static Tensor Upload(Engine engine, HostTensor tensor) => engine.FromHost(tensor.Values, tensor.Shape);

    private static Tensor TimeMajor(Engine engine, GoldenOp op)
    {
        HostTensor x = op.Input("x");
        float[] values = TensorAssert.Transpose(x.Values, x.Shape[0], x.Shape[1], x.Shape[2]);
        return engine.FromHost(values, new Shape(x.Shape[0], x.Shape[2], x.Shape[1]));
    }

    private static Tensor HeadsLast(Engine engine, HostTensor x)
    {
        float[] values = SwapHeads(x.Values, x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        return engine.FromHost(values, new Shape(x.Shape[0], x.Shape[2], x.Shape[1] * x.Shape[3]));
    }

    /// <summary>(B, H, T, D) to (B, T, H, D)</summary>
    private static float[] SwapHeads(ReadOnlySpan<float> values, int batch, int heads, int length, int size)
    {
        float[] result = new float[values.Length];
        for (int b = 0; b < batch; b++)
            for (int h = 0; h < heads; h++)
                for (int t = 0; t < length; t++)
                    values.Slice((((b * heads) + h) * length + t) * size, size).CopyTo(result.AsSpan((((b * length) + t) * heads + h) * size));
        return result;
    }

    private static void Compare(GoldenOp op, Tensor y) => TensorAssert.Close(op.ToString(), op.Output().Values, y.ToArray(), Bound);

    private static void CompareTimeMajor(GoldenOp op, Tensor y) =>
        TensorAssert.Close(op.ToString(), op.Output().Values, TensorAssert.Transpose(y.ToArray(), y.Shape[0], y.Shape[1], y.Shape[2]), Bound);
}
