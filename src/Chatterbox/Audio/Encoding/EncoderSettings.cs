namespace Chatterbox.Audio.Encoding;

/// <summary>How audio is encoded. A value out of its range throws <see cref="ArgumentOutOfRangeException"/> where it is set.</summary>
public sealed record EncoderSettings
{
    /// <summary>The slowest speed.</summary>
    public const double MinSpeed = 0.25;

    /// <summary>The fastest speed.</summary>
    public const double MaxSpeed = 4;

    private const int MinSampleRate = 8_000;
    private const int MaxSampleRate = 96_000;

    /// <summary>As many samples of 16 bits as the sizes in a WAV file's header can tell.</summary>
    private const long MaxSamples = (uint.MaxValue - 64) / 2;

    private static readonly TimeSpan MaxStallTimeout = TimeSpan.FromDays(1);

    /// <summary>Samples per second that are written, 8000 to 96000 Hz. Opus comes out at 48 kHz, whatever goes in.</summary>
    public int SampleRate
    {
        get;
        init => field = value is >= MinSampleRate and <= MaxSampleRate ? value : throw OutOfRange(value, MinSampleRate, MaxSampleRate);
    } = 24_000;

    /// <summary>How much faster the audio becomes, 0.25 to 4. The pitch is kept. Another speed than 1 needs ffmpeg.</summary>
    public double Speed
    {
        get;
        init => field = value is >= MinSpeed and <= MaxSpeed ? value : throw OutOfRange(value, MinSpeed, MaxSpeed);
    } = 1;

    /// <summary>
    /// The number of samples that will be written, if it is known. Then a WAV header gives the true sizes (at speed 1; what another
    /// speed makes of them is not known before). Otherwise it says "to the end".
    /// </summary>
    public long? KnownSamples
    {
        get;
        init => field = value is null or (>= 0 and <= MaxSamples) ? value : throw OutOfRange(value, 0, MaxSamples);
    }

    /// <summary>How long ffmpeg may neither take input nor give output, while there is input and the destination takes output.</summary>
    public TimeSpan StallTimeout
    {
        get;
        init => field = value > TimeSpan.Zero && value <= MaxStallTimeout ? value : throw OutOfRange(value, TimeSpan.Zero, MaxStallTimeout);
    } = TimeSpan.FromSeconds(30);

    private static ArgumentOutOfRangeException OutOfRange<T>(
        T value, object min, object max, [System.Runtime.CompilerServices.CallerMemberName] string? name = null) =>
        new(name, value, FormattableString.Invariant($"{name} must lie between {min} and {max}."));
}
