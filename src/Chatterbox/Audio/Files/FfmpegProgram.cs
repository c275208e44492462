using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Chatterbox.Audio.Files;

/// <summary>
/// Decodes a local file with the program ffmpeg to a WAV stream of floats at the file's own rate and channels.
/// </summary>
/// <remarks>
/// The file is hostile: ffmpeg may use only the demuxer of the kind that was detected (so no playlist can name other files) and
/// only local files and pipes; its time and its output are limited, and it never outlives the call.
/// </remarks>
internal sealed class FfmpegProgram(string executable)
{
    private const int MaxMessageLength = 4096;

    /// <summary>The first ffmpeg in the folders of a PATH variable, or null.</summary>
    public static FfmpegProgram? Find(string? searchPath)
    {
        string name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        foreach (string folder in (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            // A relative folder would let the working directory choose the program.
            if (Path.IsPathFullyQualified(folder) && File.Exists(Path.Combine(folder, name)))
                return new FfmpegProgram(Path.Combine(folder, name));
        }

        return null;
    }

    /// <summary>Decodes the first audio stream of a file.</summary>
    /// <exception cref="AudioFormatException">ffmpeg could not decode it, took too long, or made more than the limits allow.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; ffmpeg is no longer running.</exception>
    public AudioClip Decode(string path, AudioContainer container, AudioLimits limits, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using Process process = Start(path, container, limits);
        using var timer = new CancellationTokenSource(limits.DecodeTimeout);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        try
        {
            Task<string> message = ReadMessage(process.StandardError);
            AudioClip? clip = null;
            AudioFormatException? refusal = null;
            // Killing ends the pipe, and with it the reading.
            using (stop.Token.Register(() => Kill(process)))
            {
                try
                {
                    clip = WavFile.Read(process.StandardOutput.BaseStream, limits);
                }
                catch (AudioFormatException exception)
                {
                    refusal = exception;
                }

                if (refusal is not null && process.StandardOutput.BaseStream.ReadByte() >= 0)
                    throw refusal;
                process.WaitForExit();
            }

            cancellation.ThrowIfCancellationRequested();
            if (timer.IsCancellationRequested)
                throw new AudioFormatException(
                    $"Decoding the {container} audio took longer than {limits.DecodeTimeout.TotalSeconds:0.#} seconds.");
            if (process.ExitCode != 0)
                throw new AudioFormatException(
                    $"The {container} audio could not be decoded. ffmpeg says: " +
                    message.GetAwaiter().GetResult().Replace(path, "the file", StringComparison.Ordinal));
            return clip ?? throw refusal!;
        }
        finally
        {
            Kill(process);
            process.WaitForExit();
        }
    }

    private Process Start(string path, AudioContainer container, AudioLimits limits)
    {
        ProcessStartInfo start = new(executable)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        // One second more than allowed, so that a longer file is seen to be longer.
        string seconds = (limits.MaxDuration.TotalSeconds + 1).ToString(CultureInfo.InvariantCulture);
        string[] arguments =
        [
            "-nostdin", "-hide_banner", "-v", "error", "-threads", "1",
            "-protocol_whitelist", "file,pipe", "-f", Demuxer(container), "-i", "file:" + Path.GetFullPath(path),
            "-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-t", seconds,
            "-f", "wav", "-c:a", "pcm_f32le", "-bitexact", "pipe:1",
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            Process process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new AudioFormatException($"The program {executable} could not be started. Check that it is executable.", exception);
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

    /// <summary>Reads all that ffmpeg says, so that it never waits for us, and keeps the beginning.</summary>
    private static async Task<string> ReadMessage(StreamReader reader)
    {
        StringBuilder message = new();
        var block = new char[1024];
        while (await reader.ReadAsync(block).ConfigureAwait(false) is > 0 and int read)
            message.Append(block, 0, Math.Min(read, MaxMessageLength - message.Length));
        return message.ToString().Trim().ReplaceLineEndings("; ");
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
