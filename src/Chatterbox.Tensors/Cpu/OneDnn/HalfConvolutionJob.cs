using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>
/// A convolution with filters in bfloat16, a part for each block of output frames of each batch entry; a linear layer is one of a single
/// tap. The frames that a block sees are rounded once, zeros where there is padding, and then laid out as rows of a product.
/// </summary>
internal unsafe struct HalfConvolutionJob : IParallelJob
{
    private float* _x, _y, _bias;
    private ushort* _filters;
    private nint _product;
    private int _frames, _outputFrames, _channels, _taps, _columns;
    private int _stride, _dilation, _padLeft;
    private byte* _scratch;
    private long _scratchBytes;
    private Epilogue _epilogue;

    private readonly int Blocks => (_outputFrames + HalfMatrix.BlockRows - 1) / HalfMatrix.BlockRows;

    /// <summary>Input frames that a block sees.</summary>
    private readonly int Extent => (HalfMatrix.BlockRows - 1) * _stride + _dilation * (_taps - 1) + 1;

    private readonly long FrameBytes => Aligned((long)Extent * _channels * sizeof(ushort));

    private readonly long RowBytes => Aligned((long)HalfMatrix.BlockRows * _taps * _channels * sizeof(ushort));

    private readonly long ResultBytes => (long)HalfMatrix.BlockRows * _columns * sizeof(float);

    /// <summary>x (batch, frames, channels) to y (batch, output frames, columns), and then what the epilogue does.</summary>
    public static void Run(WorkerPool pool, float* x, int batch, int frames, HalfMatrix filters, Conv1dOptions options, float* y, Epilogue epilogue)
    {
        var job = new HalfConvolutionJob
        {
            _x = x, _y = y, _filters = filters.Blocks, _bias = filters.Bias, _product = filters.Product.Handle, _frames = frames,
            _outputFrames = options.OutputFrames(frames, filters.Kernel), _channels = filters.K / filters.Kernel, _taps = filters.Kernel,
            _columns = filters.Columns, _stride = options.Stride, _dilation = options.Dilation, _padLeft = options.PadLeft, _epilogue = epilogue,
        };
        long floats = (job.FrameBytes + job.RowBytes + job.ResultBytes) / sizeof(float);
        job._scratch = (byte*)pool.Scratch(floats, out long stride);
        job._scratchBytes = stride * sizeof(float);
        pool.Run(job, batch * job.Blocks);
    }

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        int entry = part / Blocks, first = part % Blocks * HalfMatrix.BlockRows;
        int rows = Math.Min(HalfMatrix.BlockRows, _outputFrames - first);
        byte* scratch = _scratch + worker * _scratchBytes;
        ushort* frames = (ushort*)scratch, a = frames;
        Round(_x + (long)entry * _frames * _channels, first * _stride - _padLeft, (rows - 1) * _stride + _dilation * (_taps - 1) + 1, frames);
        if (_taps > 1 || _stride > 1)
        {
            a = (ushort*)(scratch + FrameBytes);
            Unfold(frames, rows, a);
        }

        float* y = _y + ((long)entry * _outputFrames + first) * _columns;
        float* block = rows == HalfMatrix.BlockRows ? y : (float*)(scratch + FrameBytes + RowBytes);
        OneDnnProduct.Run(_product, worker, a, _filters, _bias, block);
        if (block != y)
            new ReadOnlySpan<float>(block, rows * _columns).CopyTo(new Span<float>(y, rows * _columns));
        _epilogue.Run(y, _columns, rows, _columns);
    }

    private static long Aligned(long bytes) => (bytes + MemoryPool.Alignment - 1) / MemoryPool.Alignment * MemoryPool.Alignment;

    /// <summary>Rounds <paramref name="count"/> frames from <paramref name="first"/> on; frames that there are not are zeros.</summary>
    private readonly void Round(float* x, int first, int count, ushort* frames)
    {
        int before = Math.Clamp(-first, 0, count), inside = Math.Clamp(_frames - first - before, 0, count - before);
        new Span<ushort>(frames, before * _channels).Clear();
        BFloat16.Round(x + (long)(first + before) * _channels, frames + before * _channels, inside * _channels);
        new Span<ushort>(frames + (before + inside) * _channels, (count - before - inside) * _channels).Clear();
    }

    /// <summary>Lays the windows of output frames out as rows, taps one after the other.</summary>
    private readonly void Unfold(ushort* frames, int rows, ushort* a)
    {
        int segments = _dilation == 1 ? 1 : _taps, length = _taps / segments * _channels;
        for (int row = 0; row < rows; row++)
            for (int segment = 0; segment < segments; segment++, a += length)
                new ReadOnlySpan<ushort>(frames + (long)(row * _stride + segment * _dilation) * _channels, length).CopyTo(new Span<ushort>(a, length));
    }
}
