using Chatterbox.Audio;
using Chatterbox.Audio.Files;
using Chatterbox.Checkpoints;
using Chatterbox.Parity;
using Chatterbox.Pipeline;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tests.Audio;
using Chatterbox.Tests.Parity;

namespace Chatterbox.Tests.Pipeline;

public sealed class VoicePreparerTests : IClassFixture<VoicePreparerTests.Preparers>
{
    private const double Chained = 1e-3;
    private readonly Preparers _preparers;

    public VoicePreparerTests(Preparers preparers) => _preparers = preparers;

    /// <summary>From the file to what the reference recorded, by way of all the analysis.</summary>
    [Theory]
    [InlineData("original-tiny", "other/BAC009S0764W0122.wav")]
    [FfmpegData("original-tiny-long", "librispeech/103-1240-0000.flac")]
    [InlineData("turbo-tiny", "odd-formats/common_voice_tt-8k-mono.wav")]
    [InlineData("nano-tiny", "other/LJ001-0001.wav")]
    public void A_recording_becomes_the_references_voice(string caseName, string file)
    {
        using ParityCase parityCase = ParityCases.Open(caseName);
        Assert.Equal(parityCase.ReferenceWav, Path.GetFileName(file));
        Voice voice = _preparers.Of(caseName).Prepare([Read(file)]);
        Assert.Equal(parityCase.Family, voice.Family);
        TensorAssert.Close("speaker_emb", parityCase.Get("ref/speaker_emb").Values, voice.SpeakerEmbedding, Chained);
        TensorAssert.Close("prompt_feat", parityCase.Get("ref/prompt_feat").Values, voice.Reference.PromptMel, Chained);
        TensorAssert.Close("embedding", parityCase.Get("ref/embedding").Values, voice.Reference.XVector, Chained);
        Assert.Equal(parityCase.Ids("ref/t3_prompt_tokens"), voice.PromptSpeechTokens);
        Assert.Equal(parityCase.Ids("ref/prompt_token"), voice.Reference.PromptTokens);
    }

    [Fact]
    public void Several_recordings_share_an_embedding_and_a_prompt()
    {
        VoicePreparer preparer = _preparers.Of("original-tiny");
        AudioClip first = Read("other/BAC009S0764W0122.wav"), second = Read("other/BAC009S0764W0121.wav");
        Voice one = preparer.Prepare([first]), two = preparer.Prepare([second]), both = preparer.Prepare([first, second]);
        float[] mean = [.. one.SpeakerEmbedding.Zip(two.SpeakerEmbedding, (a, b) => (a + b) / 2)];
        TensorAssert.Close("mean", mean, both.SpeakerEmbedding, 1e-6);
        Assert.Equal(150, both.PromptSpeechTokens.Length);
        const int ownFrames = 200 * 80;
        TensorAssert.Close("mel", one.Reference.PromptMel.AsSpan(0, ownFrames), both.Reference.PromptMel.AsSpan(0, ownFrames), 1e-6);
        Assert.InRange(both.Reference.PromptFrames, one.Reference.PromptFrames + two.Reference.PromptFrames - 1, 500);
    }

    [Fact]
    public void Turbo_wants_more_than_five_seconds()
    {
        VoicePreparer preparer = _preparers.Of("turbo-tiny");
        AudioClip clip = Tone(5, 24000);
        Assert.Contains("longer than 5 s", Refused(preparer, clip), StringComparison.Ordinal);
        Assert.NotNull(preparer.Prepare([Tone(2.6, 24000), Tone(2.6, 24000)]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    [InlineData(0.1)]
    public void Next_to_nothing_is_too_short(double seconds) =>
        Assert.Contains("longer than 0.1 s", Refused(_preparers.Of("original-tiny"), Tone(seconds, 48000)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.11, 8000)]
    [InlineData(0.2, 48000)]
    [InlineData(0.9, 44100)]
    public void A_short_recording_gives_numbers(double seconds, int rate)
    {
        Voice voice = _preparers.Of("original-tiny").Prepare([Tone(seconds, rate)]);
        Assert.All(voice.SpeakerEmbedding.Concat(voice.Reference.XVector).Concat(voice.Reference.PromptMel), value => Assert.True(float.IsFinite(value)));
        Assert.NotEmpty(voice.PromptSpeechTokens);
    }

    [Fact]
    public void Silence_and_clipping_are_named()
    {
        VoicePreparer preparer = _preparers.Of("original-tiny");
        Assert.Contains("silent", Refused(preparer, new AudioClip(new float[48000], 24000)), StringComparison.Ordinal);
        Assert.Contains("clipped", Refused(preparer, new AudioClip(Array.ConvertAll(Tone(2, 24000).Samples.ToArray(), value => (float)Math.Sign(value)), 24000)), StringComparison.Ordinal);
    }

    [Fact]
    public void One_bad_recording_among_several_is_refused()
    {
        VoicePreparer preparer = _preparers.Of("original-tiny");
        Assert.Contains("silent", Assert.Throws<VoiceException>(() => preparer.Prepare([Tone(1, 24000), new AudioClip(new float[48000], 24000)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Can_be_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => _preparers.Of("original-tiny").Prepare([Tone(1, 24000)], new CancellationToken(canceled: true)));

    private static string Refused(VoicePreparer preparer, AudioClip clip) => Assert.Throws<VoiceException>(() => preparer.Prepare([clip])).Message;

    private static AudioClip Read(string file) => new AudioDecoder().Read(Speech.Path(file));

    private static AudioClip Tone(double seconds, int rate) =>
        new(Enumerable.Range(0, (int)(seconds * rate)).Select(i => (float)(0.3 * Math.Sin(i * 2 * Math.PI * 220 / rate) * (1 + Math.Sin(i * 31.0 / rate)) / 2)).ToArray(), rate);

    /// <summary>Preparers of the tiny checkpoints, made when they are asked for.</summary>
    public sealed class Preparers : IDisposable
    {
        private readonly CpuEngine _engine = new(2);
        private readonly Dictionary<string, VoicePreparer> _made = [];

        internal VoicePreparer Of(string caseName)
        {
            if (_made.TryGetValue(caseName, out VoicePreparer? made))
                return made;
            using ParityCase parityCase = ParityCases.Open(caseName);
            using CheckpointSources sources = ParityCases.Checkpoint(parityCase);
            return _made[caseName] = new VoicePreparer(_engine, sources);
        }

        public void Dispose() => _engine.Dispose();
    }
}
