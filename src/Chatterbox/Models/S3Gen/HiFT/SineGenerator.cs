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
    /// The next samples, of one fundamental frequency in Hz: <paramref name="waves"/> takes as many for each harmonic, one
    /// harmonic after the other.
    /// </summary>
    public void Next(float f0, Span<float> waves)
    {
        int length = waves.Length / _sums.Length;
        bool voiced = f0 > VoicedThreshold;
        float noise = voiced ? VoicedNoise : UnvoicedNoise;
        for (int harmonic = 0; harmonic < _sums.Length; harmonic++)
        {
            Span<float> wave = waves.Slice(harmonic * length, length);
            _noise.Fill(harmonic, _sample, wave);
            ref PhaseSum sum = ref _sums[harmonic];
            float step = f0 * (harmonic + 1) / SampleRate, phase = _phases[harmonic];
            for (int i = 0; i < length; i++)
            {
                float turned = 2 * MathF.PI * sum.Advance(step);
                wave[i] *= noise;
                if (voiced)
                    wave[i] += Amplitude * MathF.Sin(turned + phase);
            }
        }

        _sample += length;
    }
}
