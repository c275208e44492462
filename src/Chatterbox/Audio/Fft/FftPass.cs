using System.Runtime.InteropServices;

namespace Chatterbox.Audio.Fft;

/// <summary>
/// One pass of a Stockham transform: splits transforms of length n into n / radix of length radix, <c>Stride</c> of them
/// interleaved. Output is in natural order after the last pass, without a bit reversal.
/// </summary>
internal sealed class FftPass
{
    private readonly int _radix;
    private readonly int _count; // n / radix
    private readonly int _stride;
    private readonly double[] _twiddles; // (count, radix - 1, 2): exp(-2 pi i p k / n)
    private readonly double[] _roots; // (radix, 2): exp(-2 pi i j / radix), for radices without a butterfly of their own

    public FftPass(int radix, int length, int stride)
    {
        _radix = radix;
        _count = length / radix;
        _stride = stride;
        _twiddles = new double[_count * (radix - 1) * 2];
        for (int p = 0, at = 0; p < _count; p++)
            for (int k = 1; k < radix; k++, at += 2)
                (_twiddles[at], _twiddles[at + 1]) = FftMath.Root((long)p * k, length);
        _roots = new double[radix > 5 ? radix * 2 : 0];
        for (int j = 0; j < _roots.Length / 2; j++)
            (_roots[2 * j], _roots[2 * j + 1]) = FftMath.Root(j, radix);
    }

    /// <summary>Transforms all points; input and output must not overlap.</summary>
    public void Run(ReadOnlySpan<double> inRe, ReadOnlySpan<double> inIm, Span<double> outRe, Span<double> outIm)
    {
        int size = _radix * _count * _stride;
        if (inRe.Length != size || inIm.Length != size || outRe.Length != size || outIm.Length != size)
            throw new InvalidOperationException("FFT buffers do not fit the plan: this is a bug.");
        switch (_radix)
        {
            case 2:
                Run<Radix2>(inRe, inIm, outRe, outIm);
                break;
            case 3:
                Run<Radix3>(inRe, inIm, outRe, outIm);
                break;
            case 4:
                Run<Radix4>(inRe, inIm, outRe, outIm);
                break;
            case 5:
                Run<Radix5>(inRe, inIm, outRe, outIm);
                break;
            default:
                RunAnyRadix(inRe, inIm, outRe, outIm);
                break;
        }
    }

    private void Run<TButterfly>(ReadOnlySpan<double> inRe, ReadOnlySpan<double> inIm, Span<double> outRe, Span<double> outIm)
        where TButterfly : struct, IButterfly
    {
        ButterflyData data = new()
        {
            InRe = ref MemoryMarshal.GetReference(inRe),
            InIm = ref MemoryMarshal.GetReference(inIm),
            OutRe = ref MemoryMarshal.GetReference(outRe),
            OutIm = ref MemoryMarshal.GetReference(outIm),
            InStep = (nuint)(_stride * _count),
            OutStep = (nuint)_stride,
        };
        for (int p = 0; p < _count; p++)
        {
            data.Twiddles = ref _twiddles[p * (_radix - 1) * 2];
            data.In = (nuint)(_stride * p);
            data.Out = (nuint)(_stride * p * _radix);
            int q = 0;
            for (; q + VectorLane.Width <= _stride; q += VectorLane.Width)
            {
                TButterfly.Apply<VectorLane>(data);
                data.In += (nuint)VectorLane.Width;
                data.Out += (nuint)VectorLane.Width;
            }
            for (; q < _stride; q++)
            {
                TButterfly.Apply<ScalarLane>(data);
                data.In++;
                data.Out++;
            }
        }
    }

    /// <summary>The definition of the transform, for prime factors above five.</summary>
    private void RunAnyRadix(ReadOnlySpan<double> inRe, ReadOnlySpan<double> inIm, Span<double> outRe, Span<double> outIm)
    {
        for (int p = 0; p < _count; p++)
            for (int k = 0; k < _radix; k++)
            {
                (double turnRe, double turnIm) = k == 0 ? (1, 0) : Twiddle(p, k);
                for (int q = 0; q < _stride; q++)
                {
                    double re = 0, im = 0;
                    for (int j = 0, root = 0; j < _radix; j++, root = root + k >= _radix ? root + k - _radix : root + k)
                    {
                        double xr = inRe[q + _stride * (p + _count * j)], xi = inIm[q + _stride * (p + _count * j)];
                        re += xr * _roots[2 * root] - xi * _roots[2 * root + 1];
                        im += xr * _roots[2 * root + 1] + xi * _roots[2 * root];
                    }
                    outRe[q + _stride * (p * _radix + k)] = re * turnRe - im * turnIm;
                    outIm[q + _stride * (p * _radix + k)] = re * turnIm + im * turnRe;
                }
            }
    }

    private (double Re, double Im) Twiddle(int p, int k)
    {
        int at = (p * (_radix - 1) + k - 1) * 2;
        return (_twiddles[at], _twiddles[at + 1]);
    }
}
