using Chatterbox.Tensors.Cpu.Kernels;
using Chatterbox.Tensors.Cpu.OneDnn;

namespace Chatterbox.Tensors.Cpu;

/// <content>Linear layers, convolutions, embeddings and the LSTM.</content>
public sealed unsafe partial class CpuEngine
{
    /// <inheritdoc/>
    public override Tensor Linear(Tensor x, Weight weight, Activation? activation = null, Tensor? residual = null)
    {
        CpuTensor input = Cpu(x);
        if (x.Shape.Last != weight.Shape[1])
            throw Mismatch(nameof(Linear), x.Shape, weight.Shape);
        CpuTensor y = New(x.Shape.WithLast(weight.Shape[0]));
        Epilogue epilogue = Finish(y, activation, residual);
        switch (weight)
        {
            case QuantizedMatrix<ByteBlock> bytes:
                Multiply(input.Pointer, x.Shape.Rows, bytes, y.Pointer, epilogue);
                break;
            case QuantizedMatrix<NibbleBlock> nibbles:
                Multiply(input.Pointer, x.Shape.Rows, nibbles, y.Pointer, epilogue);
                break;
            case HalfMatrix half:
                Multiply(input.Pointer, x.Shape.Rows, half, y.Pointer, epilogue);
                break;
            default:
                Multiply(input.Pointer, x.Shape.Rows, (PackedMatrix)weight, y.Pointer, epilogue);
                break;
        }

        return y;
    }

    /// <inheritdoc/>
    public override Tensor Conv1d(Tensor x, Weight weight, Conv1dOptions options, Tensor? residual = null)
    {
        if (x.Shape.Last != weight.Shape[1])
            throw Mismatch(nameof(Conv1d), x.Shape, weight.Shape);
        return Convolve(Cpu(x), weight, options, residual);
    }

    /// <inheritdoc/>
    public override Tensor DepthwiseConv1d(Tensor x, Weight weight, int padLeft, int padRight)
    {
        var filters = (RawWeight)weight;
        int batch = x.Shape[0], channels = x.Shape[2], kernel = weight.Shape[2];
        if (channels != weight.Shape[0])
            throw Mismatch(nameof(DepthwiseConv1d), x.Shape, weight.Shape);
        int frames = new Conv1dOptions(PadLeft: padLeft, PadRight: padRight).OutputFrames(x.Shape[1], kernel);
        CpuTensor y = New(new Shape(batch, frames, channels));
        var job = new DepthwiseConv1dKernel
        {
            X = Cpu(x).Pointer, Y = y.Pointer, Filters = filters.Values, Bias = filters.Bias,
            Channels = channels, Kernel = kernel, InputFrames = x.Shape[1], Frames = frames, PadLeft = padLeft,
        };
        RowJob<DepthwiseConv1dKernel>.Run(_workers, job, batch * frames, channels * kernel);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor ConvTranspose1d(Tensor x, Weight weight)
    {
        var phases = (ConvTransposeWeight)weight;
        int batch = x.Shape[0], frames = x.Shape[1], outputChannels = weight.Shape[1];
        if (x.Shape[2] != weight.Shape[0])
            throw Mismatch(nameof(ConvTranspose1d), x.Shape, weight.Shape);
        if (frames == 0)
            return New(new Shape(batch, 0, outputChannels));
        CpuTensor slots = Convolve(Cpu(x), phases.Matrix, Conv1dOptions.Padded(phases.Taps - 1));
        Tensor all = Reshape(slots, new Shape(batch, slots.Shape[1] * phases.Stride, outputChannels));
        int outputFrames = (frames - 1) * phases.Stride - 2 * phases.Padding + weight.Shape[2];
        return Slice(all, 1, phases.Padding, outputFrames);
    }

    /// <inheritdoc/>
    public override Tensor Conv2d(Tensor x, Weight weight, int strideHeight, int padding)
    {
        var matrix = (PackedMatrix)weight;
        int height = x.Shape[0], width = x.Shape[1], channels = x.Shape[2];
        int kernelHeight = weight.Shape[2], kernelWidth = weight.Shape[3];
        if (channels != weight.Shape[1])
            throw Mismatch(nameof(Conv2d), x.Shape, weight.Shape);
        int outputHeight = Conv1dOptions.Padded(padding, strideHeight).OutputFrames(height, kernelHeight);
        int outputWidth = Conv1dOptions.Padded(padding).OutputFrames(width, kernelWidth);
        CpuTensor input = PadMap(Cpu(x), padding);
        CpuTensor y = New(new Shape(outputHeight, outputWidth, matrix.Columns));
        nint line = (width + 2 * padding) * channels;
        for (int h = 0; h < outputHeight; h++)
        {
            var rows = new PanelRows
            {
                Start = input.Pointer + h * strideHeight * line, RowStride = channels,
                Segments = kernelHeight, SegmentStride = line, SegmentLength = kernelWidth * channels,
            };
            float* output = y.Pointer + (long)h * outputWidth * matrix.Columns;
            GemmJob.Run(_workers, _level, rows, outputWidth, matrix, output, matrix.Columns, default);
        }

        return y;
    }

    /// <inheritdoc/>
    public override Tensor Embedding(Weight table, ReadOnlySpan<int> ids)
    {
        var entries = (EmbeddingTable)table;
        int channels = table.Shape[1];
        CpuTensor y = New(new Shape(ids.Length, channels));
        for (int i = 0; i < ids.Length; i++)
            entries.Row(ids[i]).CopyTo(y.Span.Slice(i * channels, channels));
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Lstm(Tensor x, Weight weight)
    {
        var layer = (LstmLayerWeight)weight;
        int batch = x.Shape[0], frames = x.Shape[1], hidden = layer.Hidden.K, gates = layer.Input.Columns;
        CpuTensor inputGates = Cpu(Linear(x, layer.Input));
        CpuTensor y = New(new Shape(batch, frames, hidden)), hiddenGates = New(new Shape(batch, gates));
        CpuTensor state = Cpu(Zeros(new Shape(batch, hidden))), cell = Cpu(Zeros(new Shape(batch, hidden)));
        for (int t = 0; t < frames; t++)
        {
            Multiply(state.Pointer, batch, layer.Hidden, hiddenGates.Pointer, default);
            var step = new LstmCellKernel
            {
                InputGates = inputGates.Pointer + (long)t * gates, InputStride = (long)frames * gates,
                HiddenGates = hiddenGates.Pointer, Cell = cell.Pointer, Hidden = state.Pointer,
                Output = y.Pointer + (long)t * hidden, OutputStride = (long)frames * hidden, HiddenSize = hidden, Scalar = _level == SimdLevel.Scalar,
            };
            RowJob<LstmCellKernel>.Run(_workers, step, batch, 16 * gates);
        }

        return y;
    }

    /// <summary>What is to be done to the values of a product <paramref name="y"/>.</summary>
    private Epilogue Finish(CpuTensor y, Activation? activation, Tensor? residual)
    {
        if (residual is not null && residual.Shape != y.Shape)
            throw Mismatch("A product's residual", y.Shape, residual.Shape);
        return new Epilogue(
            activation is { } function ? UnaryFunction.Of(function, _level) : default, y.Pointer, residual is null ? null : Cpu(residual).Pointer);
    }

    private void Multiply(float* x, int rows, PackedMatrix matrix, float* y, Epilogue epilogue) =>
        GemmJob.Run(_workers, _level, PanelRows.Matrix(x, matrix.K, matrix.K), rows, matrix, y, matrix.Columns, epilogue);

    private void Multiply<TFormat>(float* x, int rows, QuantizedMatrix<TFormat> matrix, float* y, Epilogue epilogue)
        where TFormat : struct, IBlockFormat
    {
        using Scope scope = BeginScope();
        int k = matrix.K, floats = RoundRowsKernel.Floats(k);
        CpuTensor rounded = New(new Shape(rows, floats));
        RowJob<RoundRowsKernel>.Run(_workers, new RoundRowsKernel { X = x, Y = rounded.Pointer, K = k }, rows, k);
        QuantizedGemmJob<TFormat>.Run(_workers, _level, rounded.Pointer, rows, matrix, y, epilogue);
    }

    private CpuTensor Convolve(CpuTensor x, Weight filters, Conv1dOptions options, Tensor? residual = null)
    {
        if (filters is not HalfMatrix half)
            return Convolve(x, (PackedMatrix)filters, options, residual);
        int batch = x.Shape[0], frames = x.Shape[1];
        CpuTensor y = New(new Shape(batch, options.OutputFrames(frames, half.Kernel), half.Columns));
        HalfConvolutionJob.Run(_workers, x.Pointer, batch, frames, half, options, y.Pointer, Finish(y, null, residual));
        return y;
    }

    /// <summary>
    /// A convolution as a product whose rows are windows of the input. Windows that reach into the padding, at the two ends,
    /// are read from small copies.
    /// </summary>
    private CpuTensor Convolve(CpuTensor x, PackedMatrix matrix, Conv1dOptions options, Tensor? residual)
    {
        int taps = matrix.Kernel;
        int batch = x.Shape[0], frames = x.Shape[1], stride = options.Stride, extent = options.Dilation * (taps - 1) + 1;
        int outputFrames = options.OutputFrames(frames, taps);
        int first = Math.Min(outputFrames, (options.PadLeft + stride - 1) / stride);
        int inside = frames + options.PadLeft - extent;
        int last = inside < 0 ? first : Math.Clamp(inside / stride + 1, first, outputFrames);
        CpuTensor y = New(new Shape(batch, outputFrames, matrix.Columns));
        Epilogue epilogue = Finish(y, null, residual);
        for (int b = 0; b < batch; b++)
        {
            CpuTensor entry = View(x, x.Pointer + (long)b * frames * x.Shape[2], new Shape(frames, x.Shape[2]));
            float* output = y.Pointer + (long)b * outputFrames * matrix.Columns;
            ConvolveEdge(entry, matrix, taps, options, 0, first, output, epilogue);
            float* start = entry.Pointer + ((long)first * stride - options.PadLeft) * x.Shape[2];
            ConvolveWindows(start, x.Shape[2], matrix, taps, options, last - first, output + (long)first * matrix.Columns, epilogue);
            ConvolveEdge(entry, matrix, taps, options, last, outputFrames, output, epilogue);
        }

        return y;
    }

    /// <summary>Output frames [from, to) of a convolution, of which some see padding.</summary>
    private void ConvolveEdge(CpuTensor x, PackedMatrix matrix, int taps, Conv1dOptions options, int from, int to, float* output, Epilogue epilogue)
    {
        if (from == to)
            return;
        int frames = x.Shape[0], channels = x.Shape[1], start = from * options.Stride - options.PadLeft;
        int length = (to - from - 1) * options.Stride + options.Dilation * (taps - 1) + 1;
        CpuTensor window = Cpu(Zeros(new Shape(length, channels)));
        int first = Math.Clamp(start, 0, frames), last = Math.Clamp(start + length, first, frames);
        x.Span[(first * channels)..(last * channels)].CopyTo(window.Span[((first - start) * channels)..]);
        ConvolveWindows(window.Pointer, channels, matrix, taps, options, to - from, output + (long)from * matrix.Columns, epilogue);
    }

    /// <summary>The product of <paramref name="count"/> windows, the first beginning at <paramref name="start"/>.</summary>
    private void ConvolveWindows(float* start, int channels, PackedMatrix matrix, int taps, Conv1dOptions options, int count, float* output, Epilogue epilogue)
    {
        bool contiguous = options.Dilation == 1;
        var rows = new PanelRows
        {
            Start = start, RowStride = (nint)options.Stride * channels,
            Segments = contiguous ? 1 : taps,
            SegmentStride = (nint)options.Dilation * channels,
            SegmentLength = contiguous ? matrix.K : channels,
        };
        GemmJob.Run(_workers, _level, rows, count, matrix, output, matrix.Columns, epilogue);
    }

    /// <summary>A (height, width, channels) map with zeros on all four sides.</summary>
    private CpuTensor PadMap(CpuTensor x, int padding)
    {
        if (padding == 0)
            return x;
        int height = x.Shape[0], line = x.Shape[1] * x.Shape[2], padded = line + 2 * padding * x.Shape[2];
        CpuTensor y = Cpu(Zeros(new Shape(height + 2 * padding, x.Shape[1] + 2 * padding, x.Shape[2])));
        for (int h = 0; h < height; h++)
        {
            Span<float> to = new(y.Pointer + (long)(h + padding) * padded + padding * x.Shape[2], line);
            new ReadOnlySpan<float>(x.Pointer + (long)h * line, line).CopyTo(to);
        }

        return y;
    }
}
