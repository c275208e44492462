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
        return Own(Rounded(Pack(weight, weight.Shape[0], 1, weight.Shape[1], bias), bias, role));
    }

    /// <inheritdoc/>
    public override Weight TransposedLinearWeight(HostTensor weight, HostTensor? bias, WeightRole role = WeightRole.Exact)
    {
        RequireRank(weight, 2);
        int k = weight.Shape[0], columns = weight.Shape[1];
        var matrix = new PackedMatrix(new Shape(columns, k), k, columns, bias is null ? [] : bias.Values);
        fixed (float* source = weight.Values)
        {
            PageAdvice.Populate((nint)source, sizeof(float) * weight.Shape.Count);
            PackRowsJob.Run(_workers, source, columns, k, matrix.Panels);
        }

        GC.KeepAlive(weight);
        return Own(Rounded(matrix, bias, role));
    }

    /// <inheritdoc/>
    public override Weight Conv1dWeight(HostTensor weight, HostTensor? bias, WeightRole role = WeightRole.Exact)
    {
        RequireRank(weight, 3);
        return Own(Rounded(Pack(weight, weight.Shape[0], weight.Shape[2], weight.Shape[1], bias), bias, role));
    }

    /// <inheritdoc/>
    public override Weight Conv2dWeight(HostTensor weight, HostTensor? bias)
    {
        RequireRank(weight, 4);
        return Own(Pack(weight, weight.Shape[0], weight.Shape[2] * weight.Shape[3], weight.Shape[1], bias));
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

        float[] repeated = new float[bias is null ? 0 : stride * output];
        for (int phase = 0; bias is not null && phase < stride; phase++)
            bias.Values.CopyTo(repeated.AsSpan(phase * output));
        int k = taps * input;
        var matrix = new PackedMatrix(weight.Shape, k, stride * output, repeated, taps);
        fixed (float* from = rows)
            PackColumnsJob.Run(_workers, from, k, stride * output, k, 1, matrix.Panels);
        return Own(new ConvTransposeWeight(Rounded(matrix, null, role), weight.Shape, stride, padding, taps));
    }

    /// <inheritdoc/>
    public override Weight LstmWeight(HostTensor inputWeight, HostTensor hiddenWeight, HostTensor inputBias, HostTensor hiddenBias) =>
        Own(new LstmLayerWeight(
            Pack(inputWeight, inputWeight.Shape[0], 1, inputWeight.Shape[1], inputBias),
            Pack(hiddenWeight, hiddenWeight.Shape[0], 1, hiddenWeight.Shape[1], hiddenBias)));

    /// <summary>Counts a weight, which lives as long as the engine if nobody disposes it before.</summary>
    private Weight Own(Weight weight)
    {
        _weights.Add(weight);
        Interlocked.Add(ref _weightBytes, weight.Bytes);
        return weight;
    }

    /// <summary>The matrix in the precision of its role; one that is rounded is gone afterwards.</summary>
    private Weight Rounded(PackedMatrix matrix, HostTensor? bias, WeightRole role)
    {
        if (IsHalf(role) && HalfBlocks.Fits(matrix.K, matrix.Columns))
            return Half(matrix);
        return role != WeightRole.Decoder ? matrix : _decoder switch
        {
            DecoderPrecision.Int8 => Quantized<ByteBlock>(matrix, bias),
            DecoderPrecision.Int4 => Quantized<NibbleBlock>(matrix, bias),
            _ => matrix,
        };
    }

    private QuantizedMatrix<TFormat> Quantized<TFormat>(PackedMatrix matrix, HostTensor? bias)
        where TFormat : struct, IBlockFormat
    {
        var quantized = new QuantizedMatrix<TFormat>(matrix.Shape, matrix.K, matrix.Columns, bias is null ? [] : bias.Values, _arena);
        QuantizeJob<TFormat>.Run(_workers, matrix, quantized);
        matrix.Dispose();
        return quantized;
    }

    private HalfMatrix Half(PackedMatrix matrix)
    {
        var half = new HalfMatrix(matrix, Product(matrix.K, matrix.Columns, matrix.Bias is not null));
        HalveJob.Run(_workers, matrix, half);
        matrix.Dispose();
        return half;
    }

    private static void RequireRank(HostTensor weight, int rank)
    {
        if (weight.Shape.Rank != rank)
            throw new ArgumentException($"A weight of rank {rank} is needed, not {weight.Shape}; this is a bug.", nameof(weight));
    }

    /// <summary>Packs (columns, inner, taps) with K in the order (tap, inner).</summary>
    private PackedMatrix Pack(HostTensor weight, int columns, int taps, int inner, HostTensor? bias)
    {
        Shape shape = weight.Shape;
        var matrix = new PackedMatrix(shape, taps * inner, columns, bias is null ? [] : bias.Values, shape.Rank == 3 ? taps : 1);
        fixed (float* source = weight.Values)
        {
            PageAdvice.Populate((nint)source, sizeof(float) * shape.Count);
            PackColumnsJob.Run(_workers, source, taps * inner, columns, inner, taps, matrix.Panels);
        }

        GC.KeepAlive(weight);
        return matrix;
    }
}
