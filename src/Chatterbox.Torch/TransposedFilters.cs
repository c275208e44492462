using Chatterbox.Tensors;

namespace Chatterbox.Torch;

/// <summary>
/// The filters of a transposed convolution, arranged for a plain one that gives all phases at once: the order of its sums is fixed,
/// which libtorch does not promise of a transposed convolution on a GPU.
/// </summary>
/// <param name="shape">(in, out, kernel), as in the checkpoint.</param>
/// <param name="phases">Filters (stride out, in, taps): output frame q stride + r is phase r of frame q.</param>
/// <param name="stride">Output frames for an input frame.</param>
/// <param name="padding">Output frames that are cut at both ends.</param>
internal sealed class TransposedFilters(Shape shape, TorchWeight phases, int stride, int padding) : Weight
{
    /// <inheritdoc/>
    public override Shape Shape => shape;

    /// <inheritdoc/>
    public override long Bytes => phases.Bytes;

    /// <summary>The filters of the plain convolution.</summary>
    public TorchWeight Phases => phases;

    /// <summary>Output frames for an input frame.</summary>
    public int Stride => stride;

    /// <summary>Output frames that are cut at both ends.</summary>
    public int Padding => padding;

    /// <summary>The phases' filters and the bias of each, from (in, out, kernel) and (out).</summary>
    public static (HostTensor Filters, HostTensor? Bias) Arrange(HostTensor weight, HostTensor? bias, int stride)
    {
        int input = weight.Shape[0], output = weight.Shape[1], kernel = weight.Shape[2], taps = (kernel + stride - 1) / stride;
        float[] filters = new float[(long)stride * output * input * taps];
        ReadOnlySpan<float> source = weight.Values;
        for (int tap = 0; tap < kernel; tap++)
        {
            // The latest input frame meets the first taps.
            int phase = tap % stride, slot = taps - 1 - tap / stride;
            for (int o = 0; o < output; o++)
                for (int i = 0; i < input; i++)
                    filters[((phase * output + o) * (long)input + i) * taps + slot] = source[(i * output + o) * kernel + tap];
        }

        GC.KeepAlive(weight);
        var arranged = new HostTensor(new Shape(stride * output, input, taps), filters);
        if (bias is null)
            return (arranged, null);
        float[] repeated = new float[stride * output];
        for (int phase = 0; phase < stride; phase++)
            bias.Values.CopyTo(repeated.AsSpan(phase * output));
        GC.KeepAlive(bias);
        return (arranged, new HostTensor(new Shape(repeated.Length), repeated));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            phases.Dispose();
    }
}
