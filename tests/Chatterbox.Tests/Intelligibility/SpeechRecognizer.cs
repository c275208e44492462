using System.Diagnostics;
using Chatterbox.Audio.Files;
using Chatterbox.Audio.Resampling;

namespace Chatterbox.Tests.Intelligibility;

/// <summary>Turns speech to text with pocketsphinx's US English model (Debian: pocketsphinx, pocketsphinx-en-us).</summary>
internal sealed class SpeechRecognizer
{
    private const string Program = "pocketsphinx_continuous";
    private const int SampleRate = 16000;
    private const int QuarterSecond = SampleRate / 4;
    private const float Peak = 0.9f;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(3);

    private readonly string _executable;

    private SpeechRecognizer(string executable) => _executable = executable;

    /// <summary>Whether the program is on the PATH.</summary>
    public static bool IsInstalled => FindExecutable() is not null;

    /// <exception cref="InvalidOperationException">The program is not on the PATH.</exception>
    public static SpeechRecognizer Find() => new(FindExecutable() ?? throw new InvalidOperationException(
        $"{Program} is not on the PATH: install it with 'apt-get install pocketsphinx pocketsphinx-en-us'."));

    /// <summary>The words heard in 24 kHz mono speech, in lower case.</summary>
    public async Task<string> HearAsync(ReadOnlyMemory<float> speech24k)
    {
        using TemporaryFolder folder = new();
        string wav = folder.File("speech.wav");
        WavWriter.Save(wav, Prepare(speech24k.Span), SampleRate);
        return await RunAsync(wav, folder.File("log"));
    }

    /// <summary>16 kHz, amplified to one peak, with a quarter of a second of silence around it.</summary>
    private static float[] Prepare(ReadOnlySpan<float> speech24k)
    {
        float[] speech = HighQualityResampler.Resample(speech24k, 24000, SampleRate);
        float loudest = speech.Length > 0 ? speech.Max(MathF.Abs) : 0;
        float gain = loudest > 0 ? Peak / loudest : 1;
        float[] prepared = new float[speech.Length + 2 * QuarterSecond];
        for (int i = 0; i < speech.Length; i++)
            prepared[QuarterSecond + i] = gain * speech[i];
        return prepared;
    }

    private async Task<string> RunAsync(string wav, string log)
    {
        ProcessStartInfo start = new(_executable, ["-infile", wav, "-logfn", log]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{_executable} did not start.");
        string heard;
        using CancellationTokenSource limit = new(TimeLimit);
        try
        {
            heard = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new InvalidOperationException($"{Program} was not done after {TimeLimit.TotalMinutes} minutes.");
        }

        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{Program} ended with {process.ExitCode}: {LastLines(log)}");
        // One line for each stretch of speech between pauses.
        return string.Join(' ', heard.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private static string LastLines(string log) =>
        File.Exists(log) ? string.Join('\n', File.ReadAllLines(log).TakeLast(5)) : "it left no log";

    private static string? FindExecutable() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, Program))
            .FirstOrDefault(File.Exists);
}
