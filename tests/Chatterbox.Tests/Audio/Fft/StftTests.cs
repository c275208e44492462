using Chatterbox.Audio.Fft;

namespace Chatterbox.Tests.Audio.Fft;

/// <summary>Against torch.stft and torch.istft as recorded from the watermark net: 2048 samples, hop 320, reflected edges.</summary>
public sealed class StftTests
{
    private static readonly GoldenTensors Golden = GoldenTensors.Open(Repo.Path("parity_data", "watermark", "perth.safetensors"));

    [Fact]
    public void ForwardMatchesTheReference()
    {
        ComplexSpectrogram spectrogram = new Stft(2048, 320).Forward(Golden.Floats("libri/resampled_32k"));
        Assert.Equal([spectrogram.Bins, spectrogram.Frames], Golden.Shape("libri/mag"));
        (float[] re, float[] im) = Linear("libri/mag", out float[] magnitude);
        Closeness.AssertRelativeL2("re", spectrogram.Re, re, 1e-4);
        Closeness.AssertRelativeL2("im", spectrogram.Im, im, 1e-4);
        Closeness.AssertRelativeL2("magnitude", spectrogram.Magnitude(), magnitude, 1e-4);
        Closeness.AssertRelativeL2("power", spectrogram.Power(), [.. magnitude.Select(m => m * m)], 1e-4);
    }

    [Fact]
    public void InverseMatchesTheReference()
    {
        (float[] re, float[] im) = Linear("libri/wm_mag", out _);
        int[] shape = Golden.Shape("libri/wm_mag");
        ComplexSpectrogram spectrogram = new(shape[1], shape[0]);
        re.CopyTo(spectrogram.Re, 0);
        im.CopyTo(spectrogram.Im, 0);
        float[] expected = Golden.Floats("libri/wm_32k");
        Closeness.AssertRelativeL2("wm_32k", new Stft(2048, 320).Inverse(spectrogram, expected.Length), expected, 1e-4);
    }

    [Theory]
    [InlineData(16, 4, 64)]
    [InlineData(16, 4, 61)]
    [InlineData(15, 5, 50)]
    [InlineData(400, 160, 1000)]
    public void InverseUndoesForward(int fftSize, int hop, int length)
    {
        Random random = new(length);
        float[] signal = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() * 2 - 1)];
        foreach (EdgePadding edges in Enum.GetValues<EdgePadding>())
        {
            Stft stft = new(fftSize, hop, edges: edges);
            ComplexSpectrogram spectrogram = stft.Forward(signal);
            int covered = Math.Min(length, (spectrogram.Frames - 1) * hop);
            Closeness.AssertRelativeL2($"{edges}", stft.Inverse(spectrogram, covered), signal.AsSpan(0, covered), 1e-6);
        }
    }

    [Fact]
    public void EdgesStandBesideTheSignal()
    {
        float[] signal = [1, 2, 3, 4];
        double[] frame = new double[8];
        Framing.Padded(8, 1, 2, EdgePadding.Zero).Copy(signal, 0, frame);
        Assert.Equal([0, 0, 1, 2, 3, 4, 0, 0], frame);
        Framing.Padded(8, 1, 2, EdgePadding.Reflect).Copy(signal, 0, frame);
        Assert.Equal([3, 2, 1, 2, 3, 4, 3, 2], frame);
        Framing.Padded(8, 1, 2, EdgePadding.Symmetric).Copy(signal, 0, frame);
        Assert.Equal([2, 1, 1, 2, 3, 4, 4, 3], frame);
    }

    [Fact]
    public void WhatCannotBeDoneIsRefused()
    {
        Stft stft = new(16, 4);
        Assert.Equal(9, Assert.Throws<SignalTooShortException>(() => stft.Forward(new float[8])).Required);
        Assert.Throws<SignalTooShortException>(() => stft.Forward([]));
        Assert.Throws<ArgumentException>(() => stft.Inverse(new ComplexSpectrogram(3, 8), 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => stft.Inverse(new ComplexSpectrogram(3, 9), 17));
        Assert.Throws<ArgumentException>(() => new Stft(16, 16).Inverse(new ComplexSpectrogram(3, 9), 16));
    }

    /// <summary>Real and imaginary parts, time-major, from the net's normalised decibels and the phase (bins, frames).</summary>
    private static (float[] Re, float[] Im) Linear(string name, out float[] magnitude)
    {
        int[] shape = Golden.Shape(name);
        float[] level = Transpose.Of(Golden.Floats(name), shape[0], shape[1]);
        float[] phase = Transpose.Of(Golden.Floats("libri/phase"), shape[0], shape[1]);
        float[] linear = magnitude = [.. level.Select(m => MathF.Pow(10, (m * 195 - 180) / 20))];
        return ([.. linear.Select((m, i) => m * MathF.Cos(phase[i]))], [.. linear.Select((m, i) => m * MathF.Sin(phase[i]))]);
    }
}
