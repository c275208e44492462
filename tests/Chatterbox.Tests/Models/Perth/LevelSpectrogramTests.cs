using Chatterbox.Audio.Fft;
using Chatterbox.Models.Perth;

namespace Chatterbox.Tests.Models.Perth;

public class LevelSpectrogramTests
{
    [Fact]
    public void A_level_is_decibels_from_minus_180_to_15()
    {
        LevelSpectrogram levels = new(Spectrum());
        Assert.Equal([180f / 195, 1, 0, 0], levels.Levels, (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal(180f / 195 + 1, levels.FrameSum(0), 1e-6f);
    }

    [Fact]
    public void What_is_added_changes_the_magnitude_and_keeps_the_phase()
    {
        ComplexSpectrogram spectrum = Spectrum();
        LevelSpectrogram levels = new(spectrum);
        levels.Add(0, [20f / 195, 10, 180f / 195]);
        AssertValue(-6, 8, 0); // 20 dB more
        AssertValue(0, 1e10f, 1); // no more than 200 dB
        AssertValue(1, 0, 2); // silence has the phase 0
        AssertValue(1e-10f, 0, 3); // left alone

        void AssertValue(float re, float im, int at)
        {
            float tolerance = 1e-5f * (Math.Abs(re) + Math.Abs(im));
            Assert.InRange(spectrum.Re[at], re - tolerance, re + tolerance);
            Assert.InRange(spectrum.Im[at], im - tolerance, im + tolerance);
        }
    }

    private static ComplexSpectrogram Spectrum()
    {
        ComplexSpectrogram spectrum = new(1, 4);
        (spectrum.Re[0], spectrum.Im[0]) = (-0.6f, 0.8f);
        spectrum.Im[1] = (float)Math.Pow(10, 0.75);
        spectrum.Re[3] = 1e-10f;
        return spectrum;
    }
}
