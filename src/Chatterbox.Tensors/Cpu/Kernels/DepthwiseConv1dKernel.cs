using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// One output frame of a depthwise convolution: y[c] = bias[c] + sum over taps of x[t - pad + tap][c] w[tap][c], over the taps
/// that meet the input.
/// </summary>
internal unsafe struct DepthwiseConv1dKernel : IRowKernel
{
    /// <summary>x is (batch, input frames, channels), y (batch, frames, channels); filters are (kernel, channels).</summary>
    public float* X, Y, Filters, Bias;
    public int Channels, Kernel, InputFrames, Frames, PadLeft;

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        int start = row % Frames - PadLeft;
        int firstTap = Math.Max(0, -start), lastTap = Math.Min(Kernel, InputFrames - start);
        float* x = X + ((long)row / Frames * InputFrames + start) * Channels;
        float* y = Y + (long)row * Channels;
        int c = 0;
        for (; c + 2 * Vector<float>.Count <= Channels; c += 2 * Vector<float>.Count)
        {
            Vector<float> left = Bias is null ? Vector<float>.Zero : Vector.Load(Bias + c);
            Vector<float> right = Bias is null ? Vector<float>.Zero : Vector.Load(Bias + c + Vector<float>.Count);
            for (int tap = firstTap; tap < lastTap; tap++)
            {
                float* from = x + (long)tap * Channels + c, filter = Filters + (long)tap * Channels + c;
                left = Vector.FusedMultiplyAdd(Vector.Load(from), Vector.Load(filter), left);
                right = Vector.FusedMultiplyAdd(Vector.Load(from + Vector<float>.Count), Vector.Load(filter + Vector<float>.Count), right);
            }

            left.Store(y + c);
            right.Store(y + c + Vector<float>.Count);
        }

        for (; c < Channels; c++)
        {
            float sum = Bias is null ? 0 : Bias[c];
            for (int tap = firstTap; tap < lastTap; tap++)
                sum = float.MultiplyAddEstimate(x[(long)tap * Channels + c], Filters[(long)tap * Channels + c], sum);
            y[c] = sum;
        }
    }
}
