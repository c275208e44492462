namespace Chatterbox.Audio;

/// <summary>Immutable samples of one or more channels, interleaved, nominally between -1 and 1.</summary>
public sealed class AudioClip
{
    private readonly ReadOnlyMemory<float> _samples;

    /// <summary>A clip of <paramref name="samples"/>, which are not copied and must not change afterwards.</summary>
    /// <param name="samples">Frame by frame, (frames * channels).</param>
    /// <param name="sampleRate">Frames per second.</param>
    /// <param name="channels">Channels per frame.</param>
    /// <exception cref="ArgumentException">The count is no multiple of the channels.</exception>
    public AudioClip(ReadOnlyMemory<float> samples, int sampleRate, int channels = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (samples.Length % channels != 0)
            throw new ArgumentException($"{samples.Length} samples cannot be split over {channels} channels.", nameof(samples));
        _samples = samples;
        SampleRate = sampleRate;
        Channels = channels;
    }

    /// <summary>All samples, frame by frame.</summary>
    public ReadOnlySpan<float> Samples => _samples.Span;

    /// <summary>Frames per second.</summary>
    public int SampleRate { get; }

    /// <summary>Channels per frame.</summary>
    public int Channels { get; }

    /// <summary>Samples per channel.</summary>
    public int Frames => _samples.Length / Channels;

    /// <summary>Length in time.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Frames / SampleRate);

    /// <summary>The mean over the channels, as librosa's to_mono; the clip itself if it is mono.</summary>
    public AudioClip ToMono()
    {
        if (Channels == 1)
            return this;
        ReadOnlySpan<float> samples = Samples;
        var mono = new float[Frames];
        for (int i = 0; i < mono.Length; i++)
        {
            float sum = 0;
            foreach (float sample in samples.Slice(i * Channels, Channels))
                sum += sample;
            mono[i] = sum / Channels;
        }

        return new AudioClip(mono, SampleRate);
    }
}
