using Chatterbox.Audio;
using Chatterbox.Audio.Files;
using Chatterbox.Tests.Server.Commands;

namespace Chatterbox.Tests.Intelligibility;

/// <summary>The built program's verb <c>say</c> with nothing but a seed: the model, voice and settings that it has by itself.</summary>
internal sealed class SayProgram : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The samples of the file that the program wrote: 24 kHz, mono.</summary>
    public async Task<float[]> SpeakAsync(string text, ulong seed)
    {
        string path = _folder.File($"{seed}.wav");
        CommandRun run = await ProgramRun.Of("say", text, "--seed", $"{seed}", "--out", path);
        Assert.True(run.ExitCode == 0, $"'{text}' ended with {run.ExitCode}: {run.Error}");
        Assert.EndsWith($", seed {seed}{Environment.NewLine}", run.Output, StringComparison.Ordinal);
        AudioClip clip = new AudioDecoder().Read(path);
        Assert.Equal((24_000, 1), (clip.SampleRate, clip.Channels));
        return clip.Samples.ToArray();
    }

    public void Dispose() => _folder.Dispose();
}
