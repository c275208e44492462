namespace Chatterbox.Audio.Mel;

/// <summary>Formulas from frequency to pitch.</summary>
public enum MelScale
{
    /// <summary>Slaney's Auditory Toolbox, librosa's default: linear to 1 kHz, logarithmic above; filters have equal area.</summary>
    Slaney,

    /// <summary>1127 ln(1 + f / 700), Kaldi's and HTK's: filters are triangles over mels and have equal height.</summary>
    Kaldi,
}
