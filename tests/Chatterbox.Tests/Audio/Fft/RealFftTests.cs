using Chatterbox.Audio.Fft;

namespace Chatterbox.Tests.Audio.Fft;

public sealed class RealFftTests
{
    /// <summary>1 to 64 meet every radix with and without vectors; then the sizes of the models, squares and large primes.</summary>
    public static TheoryData<int> Sizes =>
        [.. Enumerable.Range(1, 64), 120, 121, 125, 200, 240, 243, 256, 343, 400, 450, 512, 600, 625, 960, 1021, 1920, 2022, 2048];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ForwardIsTheDefinition(int size)
    {
        RealFft fft = new(size);
        double[] signal = Noise(size), re = new double[fft.Bins], im = new double[fft.Bins];
        fft.Forward(signal, re, im, new double[fft.ScratchLength]);
        double tolerance = 1e-13 * size;
        for (int k = 0; k < fft.Bins; k++)
        {
            double expectedRe = 0, expectedIm = 0;
            for (int n = 0; n < size; n++)
            {
                double angle = -2 * Math.PI * ((long)k * n % size) / size;
                expectedRe += signal[n] * Math.Cos(angle);
                expectedIm += signal[n] * Math.Sin(angle);
            }
            Assert.Equal(expectedRe, re[k], tolerance);
            Assert.Equal(expectedIm, im[k], tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void InverseUndoesForward(int size)
    {
        RealFft fft = new(size);
        double[] signal = Noise(size), back = new double[size], re = new double[fft.Bins], im = new double[fft.Bins];
        double[] scratch = new double[fft.ScratchLength];
        fft.Forward(signal, re, im, scratch);
        fft.Inverse(re, im, back, scratch);
        for (int n = 0; n < size; n++)
            Assert.Equal(signal[n], back[n], 1e-13);
    }

    [Fact]
    public void InverseIgnoresImaginaryPartsARealSignalCannotHave()
    {
        foreach (int size in (int[])[16, 15])
        {
            RealFft fft = new(size);
            double[] re = Noise(fft.Bins), im = Noise(fft.Bins), scratch = new double[fft.ScratchLength];
            double[] expected = new double[size], actual = new double[size];
            im[0] = 0;
            if (size % 2 == 0)
                im[^1] = 0;
            fft.Inverse(re, im, expected, scratch);
            im[0] = 3;
            if (size % 2 == 0)
                im[^1] = -2;
            fft.Inverse(re, im, actual, scratch);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void TransformsAllocateNothing()
    {
        RealFft fft = new(1920);
        double[] signal = Noise(1920), re = new double[fft.Bins], im = new double[fft.Bins], scratch = new double[fft.ScratchLength];
        fft.Forward(signal, re, im, scratch);
        fft.Inverse(re, im, signal, scratch);
        long before = GC.GetAllocatedBytesForCurrentThread();
        fft.Forward(signal, re, im, scratch);
        fft.Inverse(re, im, signal, scratch);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void OnePlanServesManyThreads()
    {
        RealFft fft = new(400);
        double[] signal = Noise(400), expected = new double[fft.Bins];
        fft.Forward(signal, expected, new double[fft.Bins], new double[fft.ScratchLength]);
        Parallel.For(0, 64, _ =>
        {
            double[] re = new double[fft.Bins];
            fft.Forward(signal, re, new double[fft.Bins], new double[fft.ScratchLength]);
            Assert.Equal(expected, re);
        });
    }

    [Fact]
    public void WrongLengthsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RealFft(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RealFft(int.MaxValue));
        RealFft fft = new(8);
        double[] scratch = new double[fft.ScratchLength];
        Assert.Throws<ArgumentException>(() => fft.Forward(new double[7], new double[5], new double[5], scratch));
        Assert.Throws<ArgumentException>(() => fft.Forward(new double[8], new double[4], new double[5], scratch));
        Assert.Throws<ArgumentException>(() => fft.Inverse(new double[5], new double[6], new double[8], scratch));
        Assert.Throws<ArgumentException>(() => fft.Forward(new double[8], new double[5], new double[5], scratch.AsSpan(1)));
    }

    private static double[] Noise(int size)
    {
        Random random = new(size);
        return [.. Enumerable.Range(0, size).Select(_ => random.NextDouble() * 2 - 1)];
    }
}
