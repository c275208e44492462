namespace Chatterbox.Server.Benchmark;

/// <summary>
/// A signal that is always the same and goes through the models as a recording of a voice does: 24 harmonics of a tone that glides
/// around 120 Hz, louder near three formants that move, in syllables of a quarter of a second.
/// </summary>
internal static class SyntheticSpeech
{
    private const int Harmonics = 24;
    private const double MeanPitch = 120, PitchRange = 25, PitchPeriod = 1.7;
    private const double SyllableSeconds = 0.25;
    private const double FormantPeriod = 0.9, FormantRange = 0.2, FormantWidth = 120;
    private const double Amplitude = 0.1;

    private static readonly double[] Formants = [600, 1400, 2600];

    /// <summary><paramref name="seconds"/> of mono.</summary>
    public static float[] Create(int seconds, int sampleRate)
    {
        float[] samples = new float[seconds * sampleRate];
        double phase = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double time = (double)i / sampleRate;
            double pitch = MeanPitch + PitchRange * Math.Sin(2 * Math.PI * time / PitchPeriod);
            phase += 2 * Math.PI * pitch / sampleRate;
            double loudness = Math.Pow(Math.Sin(Math.PI * time / SyllableSeconds), 2), sum = 0;
            for (int harmonic = 1; harmonic <= Harmonics; harmonic++)
                sum += Gain(harmonic * pitch, time) * Math.Sin(harmonic * phase);
            samples[i] = (float)(Amplitude * loudness * sum);
        }

        return samples;
    }

    private static double Gain(double frequency, double time)
    {
        double shift = 1 + FormantRange * Math.Sin(2 * Math.PI * time / FormantPeriod), gain = 0;
        foreach (double formant in Formants)
            gain += 1 / (1 + Math.Pow((frequency - formant * shift) / FormantWidth, 2));
        return gain;
    }
}
