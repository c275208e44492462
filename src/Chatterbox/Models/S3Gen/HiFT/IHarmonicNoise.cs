namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>
/// The random part of the source. It is drawn by harmonic and absolute sample, so that it does not depend on how an utterance is cut.
/// </summary>
public interface IHarmonicNoise
{
    /// <summary>The initial phase of a harmonic in radians, uniform in [-pi, pi). Not asked for the fundamental, whose phase is 0.</summary>
    float Phase(int harmonic);

    /// <summary>
    /// Standard normal noise from sample <paramref name="firstSample"/> on: for each sample one value of each of the
    /// <paramref name="harmonics"/>.
    /// </summary>
    void Fill(int firstSample, int harmonics, Span<float> destination);
}
