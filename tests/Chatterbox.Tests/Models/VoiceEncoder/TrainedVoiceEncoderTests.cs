using System.Text.Json;
using Chatterbox.Audio;
using Chatterbox.Audio.Analysis;
using Chatterbox.Audio.Files;
using Chatterbox.Audio.Mel;
using Chatterbox.Models.VoiceEncoder;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tensors.Safetensors;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Models.VoiceEncoder;

/// <summary>Resemble AI's trained voice encoder on real speech, against what the reference's code makes of it.</summary>
public sealed class TrainedVoiceEncoderTests
{
    private const double LeastOfOneSpeaker = 0.85, MostOfTwoSpeakers = 0.81;

    private static readonly Lazy<Dictionary<string, float[]>> Recorded = new(ReadRecorded);
    private static readonly Lazy<Dictionary<string, float[]>> Computed = new(EmbedAll);

    public static TheoryData<string> Clips => [.. Recorded.Value.Keys];

    [FfmpegTheory]
    [MemberData(nameof(Clips))]
    public void Embeds_speech_as_the_reference_does(string clip) =>
        Assert.InRange(VoiceSimilarity.Cosine(Recorded.Value[clip], Computed.Value[clip]), 0.9999, 1.00001);

    [FfmpegFact]
    public void One_speaker_sounds_more_alike_than_two()
    {
        string[] clips = [.. Computed.Value.Keys];
        for (int i = 0; i < clips.Length; i++)
            for (int j = 0; j < i; j++)
            {
                float similarity = VoiceSimilarity.Cosine(Computed.Value[clips[i]], Computed.Value[clips[j]]);
                Assert.True(
                    Speaker(clips[i]) == Speaker(clips[j]) ? similarity > LeastOfOneSpeaker : similarity < MostOfTwoSpeakers,
                    $"{clips[i]} and {clips[j]}: {similarity}");
            }
    }

    private static string Speaker(string clip) => Path.GetFileName(clip).Split('-')[0];

    private static Dictionary<string, float[]> ReadRecorded() =>
        JsonSerializer.Deserialize<Dictionary<string, float[]>>(
            File.ReadAllText(Repo.Path("parity_data", "speaker", "speaker-embeddings.json")))!;

    private static Dictionary<string, float[]> EmbedAll()
    {
        using CpuEngine engine = new();
        using SafetensorsFile file = SafetensorsFile.Open(Repo.Path("parity_data", "speaker", "ve-resemblyzer.f16.safetensors"));
        VoiceEncoderModel model = new(new Weights(engine, file));
        MelExtractor mels = new(MelConfig.ForVoiceEncoder());
        Dictionary<string, float[]> embeddings = [];
        foreach (string name in Recorded.Value.Keys)
        {
            AudioClip clip = new AudioDecoder().Read(Repo.Path("tests", "data", name)).ToMono();
            Assert.Equal(16000, clip.SampleRate);
            (int start, int end) = SilenceTrim.FindRange(clip.Samples);
            embeddings.Add(name, model.Embed(mels.Extract(clip.Samples[start..end])));
        }

        return embeddings;
    }
}
