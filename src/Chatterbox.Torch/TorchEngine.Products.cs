using Chatterbox.Tensors;
using TorchSharp;
using Native = TorchSharp.torch.Tensor;

namespace Chatterbox.Torch;

/// <content>Linear layers, convolutions, embeddings and the LSTM. libtorch's convolutions want (batch, channels, time).</content>
public sealed partial class TorchEngine
{
    /// <inheritdoc/>
    public override Tensor Linear(Tensor x, Weight weight, Activation? activation = null, Tensor? residual = null)
    {
        var matrix = (TorchWeight)weight;
        Native input = Of(x);
        if (x.Shape.Last != weight.Shape[1])
            throw Mismatch(nameof(Linear), x.Shape, weight.Shape);
        Shape shape = x.Shape.WithLast(weight.Shape[0]);
        Tensor product = Compute(shape, () =>
        {
            Native rows = input.reshape(x.Shape.Rows, x.Shape.Last).to_type(matrix.Values.dtype);
            Native y = RowBlocks.Multiply(rows, matrix, oneByOne: matrix.IsDecoder && _asOnGpu);
            return y.to_type(torch.float32).reshape(shape.Lengths());
        });
        return Finish(activation is { } function ? Activate(product, function) : product, residual);
    }

    /// <inheritdoc/>
    public override Tensor Conv1d(Tensor x, Weight weight, Conv1dOptions options, Tensor? residual = null)
    {
        if (x.Shape.Last != weight.Shape[1])
            throw Mismatch(nameof(Conv1d), x.Shape, weight.Shape);
        return Finish(Convolve(x, (TorchWeight)weight, options, groups: 1), residual);
    }

    /// <inheritdoc/>
    public override Tensor DepthwiseConv1d(Tensor x, Weight weight, int padLeft, int padRight)
    {
        if (x.Shape.Last != weight.Shape[0])
            throw Mismatch(nameof(DepthwiseConv1d), x.Shape, weight.Shape);
        return Convolve(x, (TorchWeight)weight, new Conv1dOptions(PadLeft: padLeft, PadRight: padRight), groups: weight.Shape[0]);
    }

    /// <inheritdoc/>
    public override Tensor ConvTranspose1d(Tensor x, Weight weight)
    {
        var filters = (TransposedFilters)weight;
        int batch = x.Shape[0], frames = x.Shape[1], outputs = weight.Shape[1];
        if (x.Shape[2] != weight.Shape[0])
            throw Mismatch(nameof(ConvTranspose1d), x.Shape, weight.Shape);
        if (frames == 0)
            return Zeros(new Shape(batch, 0, outputs));
        int taps = filters.Phases.Shape[2], slots = frames + taps - 1;
        int outputFrames = (frames - 1) * filters.Stride - 2 * filters.Padding + weight.Shape[2];
        var shape = new Shape(batch, outputFrames, outputs);
        return batch == 0 ? Zeros(shape) : Compute(shape, () =>
        {
            Native phases = Convolve(Of(x), filters.Phases, Conv1dOptions.Padded(taps - 1), groups: 1);
            return phases.reshape(batch, slots * filters.Stride, outputs).narrow(1, filters.Padding, outputFrames);
        });
    }

    /// <inheritdoc/>
    public override Tensor Conv2d(Tensor x, Weight weight, int strideHeight, int padding)
    {
        var filters = (TorchWeight)weight;
        int height = x.Shape[0], width = x.Shape[1];
        if (x.Shape[2] != weight.Shape[1])
            throw Mismatch(nameof(Conv2d), x.Shape, weight.Shape);
        int outputHeight = Conv1dOptions.Padded(padding, strideHeight).OutputFrames(height, weight.Shape[2]);
        int outputWidth = Conv1dOptions.Padded(padding).OutputFrames(width, weight.Shape[3]);
        var shape = new Shape(outputHeight, outputWidth, weight.Shape[0]);
        if (shape.Count == 0)
            return Zeros(shape);
        return Compute(shape, () =>
        {
            Native map = Of(x).permute(2, 0, 1).unsqueeze(0);                                     // (1, in, H, W)
            Native y = torch.nn.functional.conv2d(map, filters.Values, filters.Bias, [strideHeight, 1], [padding, padding]);
            return y.squeeze(0).permute(1, 2, 0);                                                  // (H', W', out)
        });
    }

    /// <inheritdoc/>
    public override Tensor Embedding(Weight table, ReadOnlySpan<int> ids)
    {
        foreach (int id in ids)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)id, (uint)table.Shape[0], nameof(ids));
        using Native host = HostValues.ToTensor(ids);
        using Native indices = HostValues.ToDevice(host, torch.int64, _device);
        return New(((TorchWeight)table).Values.index_select(0, indices), new Shape(ids.Length, table.Shape[1]));
    }

    /// <inheritdoc/>
    public override Tensor Lstm(Tensor x, Weight weight)
    {
        var layer = (LstmLayer)weight;
        Shape shape = x.Shape.WithLast(layer.Hidden);
        return shape.Count == 0 ? Zeros(shape) : Compute(shape, () => layer.Forward(Of(x)));
    }

    private Tensor Finish(Tensor product, Tensor? residual)
    {
        if (residual is not null && residual.Shape != product.Shape)
            throw Mismatch("A product's residual", product.Shape, residual.Shape);
        return residual is null ? product : Add(product, residual);
    }

    private Tensor Convolve(Tensor x, TorchWeight filters, Conv1dOptions options, int groups)
    {
        var shape = new Shape(x.Shape[0], options.OutputFrames(x.Shape[1], filters.Shape[2]), filters.Shape[0]);
        return shape.Count == 0 ? Zeros(shape) : Compute(shape, () => Convolve(Of(x), filters, options, groups));
    }

    /// <summary>(B, T, in) to (B, T', out)</summary>
    private static Native Convolve(Native x, TorchWeight filters, Conv1dOptions options, int groups)
    {
        Native input = x.transpose(1, 2);                                                          // (B, in, T)
        int padding = options.PadLeft;
        long channels = groups == 1 ? filters.Values.shape[1] - filters.Shape[1] : 0;
        if (options.PadLeft != options.PadRight || channels > 0)
            (input, padding) = (torch.nn.functional.pad(input, [options.PadLeft, options.PadRight, 0, channels]), 0);
        return torch.nn.functional.conv1d(input, filters.Values, filters.Bias, options.Stride, padding, options.Dilation, groups).transpose(1, 2);
    }
}
