using System.Globalization;
using Chatterbox.Audio.Ffmpeg;

namespace Chatterbox.Audio.Files;

/// <summary>
/// Decodes a local file with the program ffmpeg to a WAV stream of floats at the file's own rate and channels.
/// </summary>
/// <remarks>
/// The file is hostile: ffmpeg may use only the demuxer of the kind that was detected (so no playlist can name other files) and
/// only local files and pipes; its time and its output are limited, and it never outlives the call.
/// </remarks>
internal sealed class FfmpegDecoder(FfmpegProgram program)
{
    private static readonly TimeSpan MessagePatience = TimeSpan.FromSeconds(2);

    /// <summary>Decodes the first audio stream of a file.</summary>
    /// <exception cref="AudioFormatException">ffmpeg could not decode it, took too long, or made more than the limits allow.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; ffmpeg is no longer running.</exception>
    public AudioClip Decode(string path, AudioContainer container, AudioLimits limits, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using FfmpegProcess process = Start(path, container, limits);
        using var timer = new CancellationTokenSource(limits.DecodeTimeout);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        try
        {
            AudioClip? clip = null;
            AudioFormatException? refusal = null;
            int exitCode;
            // Killing ends the pipe, and with it the reading.
            using (stop.Token.Register(process.Kill))
            {
                try
                {
                    clip = WavFile.Read(process.Output, limits);
                }
                catch (AudioFormatException exception)
                {
                    refusal = exception;
                }

                if (refusal is not null && process.Output.ReadByte() >= 0)
                    throw refusal;
                exitCode = process.WaitForExit();
            }

            cancellation.ThrowIfCancellationRequested();
            if (timer.IsCancellationRequested)
                throw new AudioFormatException(
                    $"Decoding the {container} audio took longer than {limits.DecodeTimeout.TotalSeconds:0.#} seconds.");
            if (exitCode != 0)
                throw new AudioFormatException(
                    $"The {container} audio could not be decoded. ffmpeg says: " +
                    process.MessageAsync(MessagePatience).GetAwaiter().GetResult().Replace(path, "the file", StringComparison.Ordinal));
            return clip ?? throw refusal!;
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private FfmpegProcess Start(string path, AudioContainer container, AudioLimits limits)
    {
        // One second more than allowed, so that a longer file is seen to be longer.
        string seconds = (limits.MaxDuration.TotalSeconds + 1).ToString(CultureInfo.InvariantCulture);
        string[] arguments =
        [
            "-threads", "1", "-protocol_whitelist", "file,pipe", "-f", Demuxer(container), "-i", "file:" + Path.GetFullPath(path),
            "-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-t", seconds,
            "-f", "wav", "-c:a", "pcm_f32le", "-bitexact", "pipe:1",
        ];
        try
        {
            FfmpegProcess process = program.Start(arguments);
            process.Input.Dispose();
            return process;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new AudioFormatException(program.NotStarted, exception);
        }
    }

    private static string Demuxer(AudioContainer container) => container switch
    {
        AudioContainer.Flac => "flac",
        AudioContainer.Ogg => "ogg",
        AudioContainer.Mp3 => "mp3",
        AudioContainer.Aac => "aac",
        AudioContainer.Mp4 => "mov",
        AudioContainer.Matroska => "matroska",
        _ => throw new InvalidOperationException($"{container} is not for ffmpeg: this is a bug."),
    };
}
