using System.Buffers;
using Chatterbox.Tensors.Cpu.Kernels;
using Chatterbox.Tensors.Cpu.OneDnn;

namespace Chatterbox.Tensors.Cpu;

/// <content>Weights, packed once at load. What holds native values is kept alive until they are copied.</content>
public sealed unsafe partial class CpuEngine
{
    /// <inheritdoc/>
    public override Weight LinearWeight(HostTensor weight, HostTensor? bias, WeightRole role = WeightRole.Exact)
    {
        RequireRank(weight, 2);
        return Own(Columns(weight, 1, weight.Shape[1], bias, role));
    }

    /// <inheritdoc/>
    public override Weight StackedLinearWeight(ReadOnlySpan<HostTensor> weights, WeightRole role = WeightRole.Exact)
    {
        Shape shape = HostTensor.StackedShape(weights);
        var handles = new MemoryHandle[weights.Length];
        Span<nint> parts = stackalloc nint[ColumnSource.MaxParts];
        Span<int> columns = stackalloc int[ColumnSource.MaxParts];
        for (int i = 0; i < weights.Length; i++)
        {
            handles[i] = weights[i].Pin();
            (parts[i], columns[i]) = ((nint)handles[i].Pointer, weights[i].Shape[0]);
            PopulateJob.Run(_workers, parts[i], sizeof(float) * weights[i].Shape.Count);
        }

        var source = new ColumnSource(parts[..weights.Length], columns, shape[1]);
        Weight packed = Pack(source, new MatrixSize(shape, shape[1], shape[0], 1), [], role);
        Array.ForEach(handles, handle => handle.Dispose());
        foreach (HostTensor weight in weights)
            GC.KeepAlive(weight);
        return Own(packed);
    }

    /// <inheritdoc/>
    public override Weight TransposedLinearWeight(HostTensor weight, HostTensor? bias, WeightRole role = WeightRole.Exact)
    {
        RequireRank(weight, 2);
        int k = weight.Shape[0], columns = weight.Shape[1];
        var size = new MatrixSize(new Shape(columns, k), k, columns, 1);
        fixed (float* values = weight.Values)
        {
            PopulateJob.Run(_workers, (nint)values, sizeof(float) * weight.Shape.Count);
            Weight packed = Pack(new RowSource(values, columns, k), size, bias is null ? [] : bias.Values, role);
            GC.KeepAlive(weight);
            GC.KeepAlive(bias);
            return Own(packed);
        }
    }

    /// <inheritdoc/>
    public override Weight Conv1dWeight(HostTensor weight, HostTensor? bias, WeightRole role = WeightRole.Exact)
    {
        RequireRank(weight, 3);
        return Own(Columns(weight, weight.Shape[2], weight.Shape[1], bias, role));
    }

    /// <inheritdoc/>
    public override Weight Conv2dWeight(HostTensor weight, HostTensor? bias)
    {
        RequireRank(weight, 4);
        return Own(Columns(weight, weight.Shape[2] * weight.Shape[3], weight.Shape[1], bias, WeightRole.Exact));
    }

    /// <inheritdoc/>
    public override Weight DepthwiseConv1dWeight(HostTensor weight, HostTensor? bias)
    {
        RequireRank(weight, 3);
        int channels = weight.Shape[0], kernel = weight.Shape[2];
        var filters = new RawWeight(weight.Shape, (long)channels * kernel, bias is null ? [] : bias.Values);
        ReadOnlySpan<float> source = weight.Values;
        for (int c = 0; c < channels; c++)
            for (int tap = 0; tap < kernel; tap++)
                filters.Values[(long)tap * channels + c] = source[c * kernel + tap];
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        return Own(filters);
    }

    /// <inheritdoc/>
    public override Weight EmbeddingWeight(HostTensor table)
    {
        RequireRank(table, 2);
        return Own(new EmbeddingTable(table));
    }

    /// <summary>
    /// One product for all phases: output frame q * stride + r sums tap r + m * stride of input frame q - m, so that the
    /// columns are the stride's phases one after the other and K the taps of a phase, the latest input frame last.
    /// </summary>
    public override Weight ConvTranspose1dWeight(HostTensor weight, HostTensor? bias, int stride, int padding, WeightRole role = WeightRole.Exact)
    {
        RequireRank(weight, 3);
        int input = weight.Shape[0], output = weight.Shape[1], kernel = weight.Shape[2];
        int taps = (kernel + stride - 1) / stride;
        float[] rows = new float[(long)stride * output * taps * input];
        ReadOnlySpan<float> source = weight.Values;
        for (int tap = 0; tap < kernel; tap++)
        {
            int phase = tap % stride, slot = taps - 1 - tap / stride;
            for (int o = 0; o < output; o++)
                for (int i = 0; i < input; i++)
                    rows[(((long)phase * output + o) * taps + slot) * input + i] = source[(i * output + o) * kernel + tap];
        }

        GC.KeepAlive(weight);
        GC.KeepAlive(bias);

        float[] repeated = new float[bias is null ? 0 : stride * output];
        for (int phase = 0; bias is not null && phase < stride; phase++)
            bias.Values.CopyTo(repeated.AsSpan(phase * output));
        var size = new MatrixSize(weight.Shape, taps * input, stride * output, taps);
        fixed (float* values = rows)
            return Own(new ConvTransposeWeight(Pack(new ColumnSource(values, size.Columns, size.K, 1), size, repeated, role), weight.Shape, stride, padding, taps));
    }

    /// <inheritdoc/>
    public override Weight LstmWeight(HostTensor inputWeight, HostTensor hiddenWeight, HostTensor inputBias, HostTensor hiddenBias) =>
        Own(new LstmLayerWeight(
            (PackedMatrix)Columns(inputWeight, 1, inputWeight.Shape[1], inputBias, WeightRole.Exact),
            (PackedMatrix)Columns(hiddenWeight, 1, hiddenWeight.Shape[1], hiddenBias, WeightRole.Exact)));

    /// <summary>Counts a weight, which lives as long as the engine if nobody disposes it before.</summary>
    private Weight Own(Weight weight)
    {
        _weights.Add(weight);
        Interlocked.Add(ref _weightBytes, weight.Bytes);
        return weight;
    }

    /// <summary>Packs (columns, inner, taps) with K in the order (tap, inner).</summary>
    private Weight Columns(HostTensor weight, int taps, int inner, HostTensor? bias, WeightRole role)
    {
        var size = new MatrixSize(weight.Shape, taps * inner, weight.Shape[0], taps);
        fixed (float* values = weight.Values)
        {
            PopulateJob.Run(_workers, (nint)values, sizeof(float) * weight.Shape.Count);
            Weight packed = Pack(new ColumnSource(values, size.Columns, inner, taps), size, bias is null ? [] : bias.Values, role);
            GC.KeepAlive(weight);
            GC.KeepAlive(bias);
            return packed;
        }
    }

    /// <summary>Packs a matrix in the precision of its role.</summary>
    private Weight Pack<TSource>(TSource source, MatrixSize size, ReadOnlySpan<float> bias, WeightRole role)
        where TSource : unmanaged, IPanelSource
    {
        if (IsHalf(role) && HalfBlocks.Fits(size.K, size.Columns))
        {
            var half = new HalfMatrix(size, bias, _arena, Product(size.K, size.Columns, hasBias: !bias.IsEmpty));
            PackJob<TSource, HalfPanels>.Run(_workers, source, new HalfPanels(half), size);
            return half;
        }

        return (role == WeightRole.Decoder ? _decoder : DecoderPrecision.Float32) switch
        {
            DecoderPrecision.Int8 => Quantize<TSource, ByteBlock>(source, size, bias),
            DecoderPrecision.Int4 => Quantize<TSource, NibbleBlock>(source, size, bias),
            _ => Keep(source, size, bias),
        };
    }

    private QuantizedMatrix<TFormat> Quantize<TSource, TFormat>(TSource source, MatrixSize size, ReadOnlySpan<float> bias)
        where TSource : unmanaged, IPanelSource
        where TFormat : struct, IBlockFormat
    {
        var rounded = new QuantizedMatrix<TFormat>(size, bias, _arena);
        PackJob<TSource, QuantizedPanels<TFormat>>.Run(_workers, source, new QuantizedPanels<TFormat>(rounded), size);
        return rounded;
    }

    private PackedMatrix Keep<TSource>(TSource source, MatrixSize size, ReadOnlySpan<float> bias)
        where TSource : unmanaged, IPanelSource
    {
        var matrix = new PackedMatrix(size, bias);
        PackJob<TSource, FloatPanels>.Run(_workers, source, new FloatPanels(matrix), size);
        return matrix;
    }

    private static void RequireRank(HostTensor weight, int rank)
    {
        if (weight.Shape.Rank != rank)
            throw new ArgumentException($"A weight of rank {rank} is needed, not {weight.Shape}; this is a bug.", nameof(weight));
    }
}
