using System.ComponentModel;
using Chatterbox.Audio.Ffmpeg;
using Chatterbox.Audio.Files;

namespace Chatterbox.Audio.Encoding;

/// <summary>
/// Makes encoders. WAV and bare samples are made here; MP3, Opus, AAC and FLAC, and every format at another speed than 1, by the
/// program ffmpeg, one process for each encoder. How many run at a time is up to the caller. May be shared by threads.
/// </summary>
public sealed class AudioEncoders
{
    private readonly FfmpegProgram? _ffmpeg;

    /// <summary>Looks for ffmpeg, once.</summary>
    /// <param name="searchPath">Folders in which to look; by default the environment's PATH.</param>
    public AudioEncoders(string? searchPath = null) =>
        _ffmpeg = FfmpegProgram.Find(searchPath ?? Environment.GetEnvironmentVariable("PATH"));

    /// <summary>Checks that a format can be made at a speed, before any audio is.</summary>
    /// <exception cref="AudioEncodingException">ffmpeg is needed and was not found.</exception>
    public void Require(EncodedFormat format, double speed)
    {
        if (_ffmpeg is not null || (!format.NeedsFfmpeg() && speed == 1))
            return;
        string task = format.NeedsFfmpeg() ? $"Encoding {format}" : "Changing the speed";
        throw new AudioEncodingException(
            EncodingFailure.ProgramMissing,
            $"{task} needs the program ffmpeg, which was not found on the PATH. " +
            $"{FfmpegProgram.InstallHint} or ask for wav or pcm at speed 1.");
    }

    /// <summary>A new encoder. It writes nothing before the first samples; ffmpeg, if needed, starts at once, to be ready for them.</summary>
    /// <param name="format">What comes out.</param>
    /// <param name="destination">Gets the bytes as they are made, and is flushed often. It stays open.</param>
    /// <param name="settings">By default 24 kHz at speed 1, of unknown length.</param>
    /// <exception cref="AudioEncodingException">ffmpeg is needed and was not found or cannot be started.</exception>
    public AudioEncoder Create(EncodedFormat format, Stream destination, EncoderSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (!Enum.IsDefined(format))
            throw EncodedFormats.Unknown(format);
        settings ??= new EncoderSettings();
        byte[] header = format == EncodedFormat.Wav ? WavHeader(settings) : [];
        return format.NeedsFfmpeg() || settings.Speed != 1
            ? new FfmpegEncoder(Start(format, settings), destination, header, settings)
            : new PcmEncoder(destination, header, settings.KnownSamples);
    }

    private static byte[] WavHeader(EncoderSettings settings)
    {
        // How many samples come out of a change of speed is not known before.
        long? bytes = settings.Speed == 1 ? settings.KnownSamples * WavWriter.BytesPerSample(WavEncoding.Pcm16) : null;
        return WavWriter.Header(settings.SampleRate, WavEncoding.Pcm16, (uint?)bytes ?? uint.MaxValue);
    }

    private FfmpegProcess Start(EncodedFormat format, EncoderSettings settings)
    {
        Require(format, settings.Speed);
        try
        {
            return _ffmpeg!.Start(FfmpegArguments.For(format, settings));
        }
        catch (Win32Exception exception)
        {
            throw new AudioEncodingException(EncodingFailure.ProgramMissing, _ffmpeg!.NotStarted, exception);
        }
    }
}
