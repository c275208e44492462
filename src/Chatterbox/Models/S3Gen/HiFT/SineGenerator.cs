namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>
/// Sines at the fundamental and its overtones where the voice sounds, noise elsewhere. On the host, since the phase is a
/// running sum over all samples. Port of SineGen (chatterbox models/s3gen/hifigan.py).
/// </summary>
public sealed class SineGenerator
{
    private const float SampleRate = 24000;
    private const float Amplitude = 0.1f;
    private const float VoicedNoise = 0.003f;
    private const float UnvoicedNoise = Amplitude / 3;
    private const float VoicedThreshold = 10;

    private readonly IHarmonicNoise _noise;
    private readonly PhaseSum[] _sums;
    private readonly float[] _phases;
    private int _sample;

    /// <summary>Starts at the first sample of an utterance.</summary>
    public SineGenerator(int harmonics, IHarmonicNoise noise)
    {
        (_noise, _sums, _phases) = (noise, new PhaseSum[harmonics], new float[harmonics]);
        for (int harmonic = 1; harmonic < harmonics; harmonic++)
            _phases[harmonic] = noise.Phase(harmonic);
    }

    /// <summary>
    /// The next samples, of one fundamental frequency in Hz: <paramref name="waves"/> takes for each sample one value of
    /// each harmonic.
    /// </summary>
    public void Next(float f0, Span<float> waves)
    {
        int harmonics = _sums.Length;
        _noise.Fill(_sample, harmonics, waves);
        bool voiced = f0 > VoicedThreshold;
        float noise = voiced ? VoicedNoise : UnvoicedNoise;
        for (int harmonic = 0; harmonic < harmonics; harmonic++)
        {
            ref PhaseSum sum = ref _sums[harmonic];
            float step = f0 * (harmonic + 1) / SampleRate, phase = _phases[harmonic];
            for (int i = harmonic; i < waves.Length; i += harmonics)
            {
                float turned = 2 * MathF.PI * sum.Advance(step);
                waves[i] *= noise;
                if (voiced)
                    waves[i] += Amplitude * MathF.Sin(turned + phase);
            }
        }

        _sample += waves.Length / harmonics;
    }
}
