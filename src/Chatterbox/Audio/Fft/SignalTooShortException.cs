namespace Chatterbox.Audio.Fft;

/// <summary>A signal is too short to be analysed.</summary>
public sealed class SignalTooShortException(int samples, int required)
    : ArgumentException($"The audio has {samples} samples, but the analysis needs at least {required}: use a longer recording.")
{
    /// <summary>Samples there are.</summary>
    public int Samples { get; } = samples;

    /// <summary>Samples there must be.</summary>
    public int Required { get; } = required;
}
