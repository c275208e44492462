using Chatterbox.Tensors;
using TorchSharp;
using Native = TorchSharp.torch.Tensor;

namespace Chatterbox.Torch;

/// <content>Shapes and reductions over time.</content>
public sealed partial class TorchEngine
{
    /// <inheritdoc/>
    public override Tensor Reshape(Tensor x, Shape shape)
    {
        Native values = Of(x);
        if (shape.Count != x.Shape.Count)
            throw Mismatch(nameof(Reshape), x.Shape, shape);
        return New(values.reshape(shape.Lengths()), shape);
    }

    /// <inheritdoc/>
    public override Tensor Slice(Tensor x, int axis, int start, int length)
    {
        Native values = Of(x);
        if (start < 0 || length < 0 || start + length > x.Shape[axis])
            throw new ArgumentOutOfRangeException(nameof(start), $"[{start}, {start + length}) of axis {axis} of {x.Shape}; this is a bug.");
        return New(values.narrow(axis, start, length), x.Shape.With(axis, length));
    }

    /// <inheritdoc/>
    public override Tensor Concat(int axis, params ReadOnlySpan<Tensor> parts)
    {
        int total = 0;
        var values = new Native[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            Shape shape = parts[i].Shape;
            if (shape.With(axis, 0) != parts[0].Shape.With(axis, 0))
                throw Mismatch(nameof(Concat), parts[0].Shape, shape);
            total += shape[axis];
            values[i] = Of(parts[i]);
        }

        return New(torch.cat(values, axis), parts[0].Shape.With(axis, total));
    }

    /// <inheritdoc/>
    public override Tensor Permute(Tensor x, int axis0, int axis1, int axis2)
    {
        Shape shape = x.Shape;
        if (shape.Rank != 3)
            throw new ArgumentException($"{nameof(Permute)} takes a tensor of rank 3, not {shape}; this is a bug.", nameof(x));
        return New(Of(x).permute(axis0, axis1, axis2), new Shape(shape[axis0], shape[axis1], shape[axis2]));
    }

    /// <inheritdoc/>
    public override Tensor RepeatFrames(Tensor x, int times)
    {
        (int batch, int frames, int channels) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        return Compute(
            new Shape(batch, frames * times, channels),
            () => Of(x).unsqueeze(2).expand(batch, frames, times, channels).reshape(batch, frames * times, channels));
    }

    /// <inheritdoc/>
    public override Tensor MeanOverTime(Tensor x) => New(Of(x).mean([1], keepdim: true), x.Shape.With(1, 1));

    /// <inheritdoc/>
    public override Tensor DeviationOverTime(Tensor x) => New(Of(x).std(1, unbiased: true, keepdim: true), x.Shape.With(1, 1));

    /// <inheritdoc/>
    public override Tensor SegmentMeans(Tensor x, int segment)
    {
        if (x.Shape.Count == 0)
            return Zeros(x.Shape);
        (int batch, int frames, int channels) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        int segments = frames / segment, whole = segments * segment, rest = frames - whole;
        return Compute(x.Shape, () =>
        {
            Native values = Of(x);
            List<Native> parts = [];
            if (segments > 0)
            {
                Native means = values.narrow(1, 0, whole).reshape(batch, segments, segment, channels).mean([2], keepdim: true);
                parts.Add(means.expand(batch, segments, segment, channels).reshape(batch, whole, channels));
            }

            if (rest > 0)
                parts.Add(values.narrow(1, whole, rest).mean([1], keepdim: true).expand(batch, rest, channels));
            return torch.cat(parts, 1);
        });
    }

    /// <summary>
    /// The frames are cut into pieces of a hop; the pieces at the same place of all frames are added at once, those of the later places
    /// first, so that a sample sums its frames in their order.
    /// </summary>
    public override Tensor OverlapAdd(Tensor frames, int hop)
    {
        (int batch, int count, int length) = (frames.Shape[0], frames.Shape[1], frames.Shape[2]);
        int samples = (count - 1) * hop + length, pieces = (length + hop - 1) / hop;
        if (batch == 0)
            return Zeros(new Shape(0, samples, 1));
        return Compute(new Shape(batch, samples, 1), () =>
        {
            Native cut = torch.nn.functional.pad(Of(frames), [0, pieces * hop - length]).reshape(batch, count, pieces, hop);
            Native sum = torch.zeros([batch, count + pieces - 1, hop], torch.float32, _device);
            for (int piece = pieces - 1; piece >= 0; piece--)
                sum.narrow(1, piece, count).add_(cut.select(2, piece));
            return sum.reshape(batch, (count + pieces - 1) * hop, 1).narrow(1, 0, samples);
        });
    }
}
