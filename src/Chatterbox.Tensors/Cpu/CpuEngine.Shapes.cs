using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tensors.Cpu;

/// <content>Shapes and reductions over time.</content>
public sealed unsafe partial class CpuEngine
{
    /// <inheritdoc/>
    public override Tensor Reshape(Tensor x, Shape shape)
    {
        CpuTensor input = Cpu(x);
        if (shape.Count != x.Shape.Count)
            throw Mismatch(nameof(Reshape), x.Shape, shape);
        return View(input, input.Pointer, shape);
    }

    /// <inheritdoc/>
    public override Tensor Slice(Tensor x, int axis, int start, int length)
    {
        CpuTensor input = Cpu(x);
        if (start < 0 || length < 0 || start + length > x.Shape[axis])
            throw new ArgumentOutOfRangeException(nameof(start), $"[{start}, {start + length}) of axis {axis} of {x.Shape}; this is a bug.");
        (long outer, long inner) = Around(x.Shape, axis);
        Shape shape = WithAxis(x.Shape, axis, length);
        float* from = input.Pointer + start * inner;
        if (outer == 1)
            return View(input, from, shape);
        CpuTensor y = New(shape);
        CopyBlocks(from, x.Shape[axis] * inner, y.Pointer, length * inner, outer, length * inner);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Concat(int axis, params ReadOnlySpan<Tensor> parts)
    {
        int total = 0;
        foreach (Tensor part in parts)
        {
            if (WithAxis(part.Shape, axis, 0) != WithAxis(parts[0].Shape, axis, 0))
                throw Mismatch(nameof(Concat), parts[0].Shape, part.Shape);
            total += part.Shape[axis];
        }

        CpuTensor y = New(WithAxis(parts[0].Shape, axis, total));
        (long outer, long inner) = Around(y.Shape, axis);
        float* to = y.Pointer;
        foreach (Tensor part in parts)
        {
            long block = part.Shape[axis] * inner;
            CopyBlocks(Cpu(part).Pointer, block, to, total * inner, outer, block);
            to += block;
        }

        return y;
    }

    /// <inheritdoc/>
    public override Tensor Permute(Tensor x, int axis0, int axis1, int axis2)
    {
        Shape shape = x.Shape;
        if (shape.Rank != 3)
            throw new ArgumentException($"{nameof(Permute)} takes a tensor of rank 3, not {shape}; this is a bug.", nameof(x));
        Span<long> strides = [(long)shape[1] * shape[2], shape[2], 1];
        CpuTensor y = New(new Shape(shape[axis0], shape[axis1], shape[axis2]));
        var kernel = new PermuteKernel
        {
            From = Cpu(x).Pointer, To = y.Pointer, Rows = shape[axis1], Columns = shape[axis2],
            EntryStride = strides[axis0], RowStride = strides[axis1], ColumnStride = strides[axis2],
        };
        RowJob<PermuteKernel>.Run(_workers, kernel, shape[axis0], shape[axis1] * shape[axis2]);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor RepeatFrames(Tensor x, int times)
    {
        CpuTensor input = Cpu(x);
        int channels = x.Shape[2];
        CpuTensor y = New(new Shape(x.Shape[0], x.Shape[1] * times, channels));
        CopyBlocks(input.Pointer, channels, y.Pointer, channels, y.Shape.Rows, channels, times);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor MeanOverTime(Tensor x)
    {
        (int batch, int frames, int channels) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        CpuTensor y = New(new Shape(batch, 1, channels));
        for (int b = 0; b < batch; b++)
            Mean(Cpu(x).Pointer + (long)b * frames * channels, frames, channels, y.Pointer + (long)b * channels);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor DeviationOverTime(Tensor x)
    {
        (int batch, int frames, int channels) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        CpuTensor mean = Cpu(MeanOverTime(x)), y = Cpu(Zeros(new Shape(batch, 1, channels)));
        for (int b = 0; b < batch; b++)
        {
            Span<float> deviation = y.Span.Slice(b * channels, channels), center = mean.Span.Slice(b * channels, channels);
            for (int t = 0; t < frames; t++)
            {
                float* row = Cpu(x).Pointer + ((long)b * frames + t) * channels;
                for (int c = 0; c < channels; c++)
                    deviation[c] += (row[c] - center[c]) * (row[c] - center[c]);
            }

            for (int c = 0; c < channels; c++)
                deviation[c] = MathF.Sqrt(deviation[c] / (frames - 1));
        }

        return y;
    }

    /// <inheritdoc/>
    public override Tensor SegmentMeans(Tensor x, int segment)
    {
        (int batch, int frames, int channels) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        CpuTensor y = New(x.Shape);
        for (int b = 0; b < batch; b++)
        {
            for (int first = 0; first < frames; first += segment)
            {
                int count = Math.Min(segment, frames - first);
                long at = ((long)b * frames + first) * channels;
                Mean(Cpu(x).Pointer + at, count, channels, y.Pointer + at);
                for (int t = 1; t < count; t++)
                    new ReadOnlySpan<float>(y.Pointer + at, channels).CopyTo(new Span<float>(y.Pointer + at + (long)t * channels, channels));
            }
        }

        return y;
    }

    /// <inheritdoc/>
    public override Tensor OverlapAdd(Tensor frames, int hop)
    {
        (int batch, int count, int length) = (frames.Shape[0], frames.Shape[1], frames.Shape[2]);
        int samples = (count - 1) * hop + length;
        CpuTensor y = Cpu(Zeros(new Shape(batch, samples, 1)));
        for (int b = 0; b < batch; b++)
        {
            for (int t = 0; t < count; t++)
            {
                float* to = y.Pointer + (long)b * samples + (long)t * hop;
                RowMath.Add(to, Cpu(frames).Pointer + ((long)b * count + t) * length, to, length);
            }
        }

        return y;
    }

    private static void Mean(float* x, int frames, int channels, float* y)
    {
        new Span<float>(y, channels).Clear();
        for (int t = 0; t < frames; t++)
            RowMath.Add(y, x + (long)t * channels, y, channels);
        RowMath.Scale(y, y, channels, 1f / frames);
    }

    private static (long Outer, long Inner) Around(Shape shape, int axis)
    {
        long outer = 1, inner = 1;
        for (int i = 0; i < shape.Rank; i++)
        {
            if (i < axis)
                outer *= shape[i];
            else if (i > axis)
                inner *= shape[i];
        }

        return (outer, inner);
    }

    private static Shape WithAxis(Shape shape, int axis, int length)
    {
        Span<int> dimensions = stackalloc int[Shape.MaxRank];
        for (int i = 0; i < shape.Rank; i++)
            dimensions[i] = i == axis ? length : shape[i];
        return new Shape(dimensions[..shape.Rank]);
    }

    private void CopyBlocks(float* from, long fromStride, float* to, long toStride, long blocks, long length, int repeat = 1)
    {
        var kernel = new CopyKernel { From = from, FromStride = fromStride, To = to, ToStride = toStride, Length = length, Repeat = repeat };
        RowJob<CopyKernel>.Run(_workers, kernel, (int)blocks, (int)Math.Min(length, int.MaxValue));
    }
}
