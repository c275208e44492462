using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tensors.Cpu;

/// <content>Linear layers, convolutions, embeddings and the LSTM.</content>
public sealed unsafe partial class CpuEngine
{
    /// <inheritdoc/>
    public override Tensor Linear(Tensor x, Weight weight)
    {
        CpuTensor input = Cpu(x);
        var matrix = (PackedMatrix)weight;
        if (x.Shape.Last != matrix.K)
            throw Mismatch(nameof(Linear), x.Shape, weight.Shape);
        CpuTensor y = New(x.Shape.WithLast(matrix.Columns));
        Multiply(input.Pointer, x.Shape.Rows, matrix, y.Pointer);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Conv1d(Tensor x, Weight weight, Conv1dOptions options)
    {
        var matrix = (PackedMatrix)weight;
        int batch = x.Shape[0], frames = x.Shape[1], channels = x.Shape[2];
        if (channels * matrix.Kernel != matrix.K)
            throw Mismatch(nameof(Conv1d), x.Shape, weight.Shape);
        int outputFrames = options.OutputFrames(frames, matrix.Kernel);
        CpuTensor y = New(new Shape(batch, outputFrames, matrix.Columns));
        CpuTensor input = PadFrames(Cpu(x), options.PadLeft, options.PadRight);
        long inputStride = (long)input.Shape[1] * channels, outputStride = (long)outputFrames * matrix.Columns;

        bool contiguous = options.Dilation == 1;
        var rows = new PanelRows
        {
            RowStride = options.Stride * channels,
            Segments = contiguous ? 1 : matrix.Kernel,
            SegmentStride = options.Dilation * channels,
            SegmentLength = contiguous ? matrix.K : channels,
        };
        for (int b = 0; b < batch; b++)
        {
            rows.Start = input.Pointer + b * inputStride;
            GemmJob.Run(_workers, _level, rows, outputFrames, matrix, y.Pointer + b * outputStride, matrix.Columns);
        }

        return y;
    }

    /// <inheritdoc/>
    public override Tensor DepthwiseConv1d(Tensor x, Weight weight, int padLeft, int padRight)
    {
        var filters = (RawWeight)weight;
        int batch = x.Shape[0], channels = x.Shape[2], kernel = weight.Shape[2];
        if (channels != weight.Shape[0])
            throw Mismatch(nameof(DepthwiseConv1d), x.Shape, weight.Shape);
        int frames = x.Shape[1] + padLeft + padRight - kernel + 1;
        CpuTensor y = New(new Shape(batch, frames, channels));
        var job = new DepthwiseConv1dKernel
        {
            X = PadFrames(Cpu(x), padLeft, padRight).Pointer, Y = y.Pointer, Filters = filters.Values, Bias = filters.Bias,
            Channels = channels, Kernel = kernel, Frames = frames,
        };
        RowJob<DepthwiseConv1dKernel>.Run(_workers, job, batch * frames, channels * kernel);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor ConvTranspose1d(Tensor x, Weight weight)
    {
        var phases = (ConvTransposeWeight)weight;
        PackedMatrix matrix = phases.Matrix;
        int batch = x.Shape[0], frames = x.Shape[1], channels = x.Shape[2];
        if (channels * phases.Taps != matrix.K)
            throw Mismatch(nameof(ConvTranspose1d), x.Shape, weight.Shape);
        int outputChannels = weight.Shape[1], slots = frames + phases.Taps - 1;
        CpuTensor input = PadFrames(Cpu(x), phases.Taps - 1, phases.Taps - 1);
        CpuTensor all = New(new Shape(batch, slots * phases.Stride, outputChannels));
        for (int b = 0; b < batch; b++)
        {
            PanelRows rows = PanelRows.Matrix(input.Pointer + (long)b * input.Shape[1] * channels, channels, matrix.K);
            GemmJob.Run(_workers, _level, rows, slots, matrix, all.Pointer + (long)b * slots * matrix.Columns, matrix.Columns);
        }

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
        int outputHeight = (height + 2 * padding - kernelHeight) / strideHeight + 1;
        int outputWidth = width + 2 * padding - kernelWidth + 1;
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
            GemmJob.Run(_workers, _level, rows, outputWidth, matrix, output, matrix.Columns);
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
            Multiply(state.Pointer, batch, layer.Hidden, hiddenGates.Pointer);
            var step = new LstmCellKernel
            {
                InputGates = inputGates.Pointer + (long)t * gates, InputStride = (long)frames * gates,
                HiddenGates = hiddenGates.Pointer, Cell = cell.Pointer, Hidden = state.Pointer,
                Output = y.Pointer + (long)t * hidden, OutputStride = (long)frames * hidden, HiddenSize = hidden,
            };
            RowJob<LstmCellKernel>.Run(_workers, step, batch, 16 * gates);
        }

        return y;
    }

    private void Multiply(float* x, int rows, PackedMatrix matrix, float* y) =>
        GemmJob.Run(_workers, _level, PanelRows.Matrix(x, matrix.K, matrix.K), rows, matrix, y, matrix.Columns);

    /// <summary>Zero frames at both ends of time; the tensor itself where none are asked for.</summary>
    private CpuTensor PadFrames(CpuTensor x, int left, int right)
    {
        if (left == 0 && right == 0)
            return x;
        int batch = x.Shape[0], frames = x.Shape[1], channels = x.Shape[2], padded = left + frames + right;
        CpuTensor y = New(new Shape(batch, padded, channels));
        for (int b = 0; b < batch; b++)
        {
            Span<float> to = new(y.Pointer + (long)b * padded * channels, padded * channels);
            to[..(left * channels)].Clear();
            new ReadOnlySpan<float>(x.Pointer + (long)b * frames * channels, frames * channels).CopyTo(to[(left * channels)..]);
            to[((left + frames) * channels)..].Clear();
        }

        return y;
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
