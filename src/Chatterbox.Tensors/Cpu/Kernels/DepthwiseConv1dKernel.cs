using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>One output frame of a depthwise convolution: y[c] = bias[c] + sum over taps of x[t + tap][c] w[tap][c].</summary>
internal unsafe struct DepthwiseConv1dKernel : IRowKernel
{
    /// <summary>x is padded: (batch, frames + kernel - 1, channels); filters are (kernel, channels).</summary>
    public float* X, Y, Filters, Bias;
    public int Channels, Kernel, Frames;

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        float* x = X + ((long)row / Frames * (Frames + Kernel - 1) + row % Frames) * Channels;
        float* y = Y + (long)row * Channels;
        int c = 0;
        for (; c + Vector<float>.Count <= Channels; c += Vector<float>.Count)
        {
            Vector<float> sum = Bias is null ? Vector<float>.Zero : Vector.Load(Bias + c);
            for (int tap = 0; tap < Kernel; tap++)
                sum = Vector.FusedMultiplyAdd(Vector.Load(x + (long)tap * Channels + c), Vector.Load(Filters + (long)tap * Channels + c), sum);
            sum.Store(y + c);
        }

        for (; c < Channels; c++)
        {
            float sum = Bias is null ? 0 : Bias[c];
            for (int tap = 0; tap < Kernel; tap++)
                sum = float.MultiplyAddEstimate(x[(long)tap * Channels + c], Filters[(long)tap * Channels + c], sum);
            y[c] = sum;
        }
    }
}
