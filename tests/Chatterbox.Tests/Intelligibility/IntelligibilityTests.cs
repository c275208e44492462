using Chatterbox.Audio.Files;
using Chatterbox.Audio.Resampling;
using Chatterbox.Tests.Audio;
using Xunit.Abstractions;

namespace Chatterbox.Tests.Intelligibility;

/// <summary>Whether speech is understood. The recordings show that the recognizer can be trusted.</summary>
[Trait("Category", "Speech")]
public class IntelligibilityTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Recordings = new()
    {
        ["and so my fellow americans ask not what your country can do for you ask what you can do for your country"] =
            "other/jfk-16k-mono.wav",
        ["it was the first great sorrow of his life it was not so much the loss of the cotton itself but the fantasy the hopes "
            + "the dreams built around it"] = "librispeech/1995-1837-0001.wav",
        ["printing in the only sense with which we are at present concerned differs from most if not from all the arts and crafts "
            + "represented in the exhibition"] = "other/LJ001-0001.wav",
    };

    [SpeechFact]
    public async Task Recorded_people_are_understood()
    {
        WordErrorRate heard = await new Listener(output).ListenAsync([.. Recordings.Keys], (text, _) => Task.FromResult(Load(Recordings[text])));
        Assert.True(heard.Rate <= 0.25, $"Recorded speech: {heard}");
    }

    [SpeechFact]
    public async Task Speech_played_backwards_is_not_understood()
    {
        WordErrorRate heard = await new Listener(output).ListenAsync(
            [.. Recordings.Keys], (text, _) => Task.FromResult(Load(Recordings[text]).Reverse().ToArray()));
        Assert.True(heard.Rate >= 0.75, $"Speech played backwards: {heard}");
    }

    [SpeechFact]
    public async Task The_reference_speaking_with_pico_is_understood()
    {
        float[] wave = GoldenTensors.Open(Repo.Path("parity_data", "pico", "tensors.safetensors")).Floats("final/wav");
        WordErrorRate heard = await new Listener(output).ListenAsync(["The quick brown fox jumps over the lazy dog."], (_, _) => Task.FromResult(wave));
        Assert.True(heard.Rate <= 0.42, $"The reference's recording: {heard}");
    }

    [SpeechFact]
    public async Task What_say_speaks_is_understood()
    {
        using SayProgram program = new();
        string[] sentences = [.. File.ReadLines(Repo.Path("tests", "data", "pico-sentences.txt")).Where(line => line.Length > 0)];
        WordErrorRate heard = await new Listener(output).ListenAsync(sentences, program.SpeakAsync);
        Assert.Equal(30, sentences.Length);
        Assert.True(heard.Rate <= 0.42, $"chatterbox say: {heard}");
    }

    private static float[] Load(string file) =>
        HighQualityResampler.ToMono(new AudioDecoder().Read(Speech.Path(file)), 24000).Samples.ToArray();
}
