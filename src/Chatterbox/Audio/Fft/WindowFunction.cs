namespace Chatterbox.Audio.Fft;

/// <summary>Shapes of analysis windows.</summary>
public enum WindowFunction
{
    /// <summary>0.5 - 0.5 cos(2 pi n / N): the Hann window of torch.hann_window and librosa, made for overlap-add.</summary>
    PeriodicHann,

    /// <summary>0.5 - 0.5 cos(2 pi n / (N - 1)): Kaldi's "hanning".</summary>
    SymmetricHann,

    /// <summary>0.54 - 0.46 cos(2 pi n / (N - 1)).</summary>
    Hamming,

    /// <summary>The symmetric Hann window to the power 0.85: Kaldi's own, like Hamming but zero at the edges.</summary>
    Povey,

    /// <summary>a - 0.5 cos(2 pi n / (N - 1)) + (0.5 - a) cos(4 pi n / (N - 1)).</summary>
    Blackman,

    /// <summary>All ones.</summary>
    Rectangular,
}
