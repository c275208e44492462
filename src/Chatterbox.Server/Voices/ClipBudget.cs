using System.Globalization;
using Chatterbox.Audio;
using Chatterbox.Pipeline;

namespace Chatterbox.Server.Voices;

/// <summary>What the recordings of one voice take together: seconds, and samples, which are memory. Checked recording by recording.</summary>
internal sealed class ClipBudget(VoiceLibraryLimits limits)
{
    private double _seconds;
    private int _samples;

    /// <summary>What is left for the next recording.</summary>
    public AudioLimits Left => new()
    {
        MaxDuration = limits.MaxDuration,
        MaxSamples = limits.MaxSamples - _samples,
        MaxEncodedBytes = limits.MaxClipBytes,
    };

    /// <summary>Takes a recording off, which was decoded within <see cref="Left"/>.</summary>
    /// <exception cref="VoiceException">The recordings are too long together.</exception>
    public void Take(AudioClip clip)
    {
        _samples += clip.Samples.Length;
        _seconds += clip.Duration.TotalSeconds;
        if (_seconds > limits.MaxDuration.TotalSeconds)
            throw new VoiceException(string.Create(
                CultureInfo.InvariantCulture,
                $"The recordings are {_seconds:0.##} s long together, or longer; at most {limits.MaxDuration.TotalSeconds:0.##} s are taken. Cut them."));
    }
}
