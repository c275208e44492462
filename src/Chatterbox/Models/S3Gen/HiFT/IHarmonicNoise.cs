namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>
/// The random part of the source. It is drawn by harmonic and absolute sample, so that it does not depend on how an utterance is cut.
/// </summary>
public interface IHarmonicNoise
{
    /// <summary>The initial phase of a harmonic in radians, uniform in [-pi, pi). Not asked for the fundamental, whose phase is 0.</summary>
    float Phase(int harmonic);

    /// <summary>Normally distributed noise, variance 1, of a harmonic from sample <paramref name="firstSample"/> on.</summary>
    void Fill(int harmonic, int firstSample, Span<float> destination);
}
