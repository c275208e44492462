using System.Text.Json;
using Chatterbox.Audio.Fft;
using Chatterbox.Audio.Mel;

namespace Chatterbox.Tests.Audio.Mel;

public sealed class MelExtractorTests
{
    [Theory]
    [InlineData("case0")]
    [InlineData("case1")]
    [InlineData("case2")]
    public void PowerMelIsLibrosas(string name)
    {
        string folder = Repo.Path("tests", "data", "golden", "mel");
        GoldenArrays golden = GoldenArrays.Open(Path.Combine(folder, "librosa-melspectrogram.npz"));
        using JsonDocument settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "librosa-melspectrogram.json")));
        JsonElement s = settings.RootElement.GetProperty(name);
        int fftSize = s.GetProperty("n_fft").GetInt32();
        MelConfig config = new()
        {
            SampleRate = s.GetProperty("sample_rate").GetInt32(),
            Framing = Framing.Padded(fftSize, s.GetProperty("hop_length").GetInt32(), fftSize / 2, EdgePadding.Reflect),
            FftSize = fftSize,
            Bands = s.GetProperty("n_mels").GetInt32(),
            HighFrequency = s.GetProperty("sample_rate").GetInt32() / 2.0,
        };
        float[] sine = [.. Enumerable.Range(0, 16000).Select(n => (float)Math.Sin(2 * Math.PI * 300 * n / 15999))];
        MelSpectrogram mel = new MelExtractor(config).Extract(sine);
        Assert.Equal([mel.Bins, mel.Frames], golden.Shape(name));
        Closeness.AssertRelativeL2(name, mel.Values, Transpose.Of(golden.Floats(name), mel.Bins, mel.Frames), 1e-5);
    }

    public static TheoryData<string, int, int> Minimums => new()
    {
        { nameof(MelConfig.ForS3Tokenizer), 201, 1 },
        { nameof(MelConfig.ForVoiceEncoder), 201, 2 },
        { nameof(MelConfig.ForCampplus), 400, 1 },
        { nameof(MelConfig.ForS3Gen), 721, 1 },
    };

    [Theory]
    [MemberData(nameof(Minimums))]
    public void TooShortAudioIsRefused(string preset, int minimum, int frames)
    {
        MelExtractor extractor = new(Preset(preset));
        Assert.Equal(minimum, extractor.MinimumSamples);
        Assert.Equal(frames, extractor.Extract(new float[minimum]).Frames);
        foreach (int samples in (int[])[0, 1, minimum - 1])
        {
            SignalTooShortException error = Assert.Throws<SignalTooShortException>(() => extractor.Extract(new float[samples]));
            Assert.Equal((samples, minimum), (error.Samples, error.Required));
            Assert.Contains($"{samples} samples", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(nameof(MelConfig.ForS3Tokenizer), 16000, 100)]
    [InlineData(nameof(MelConfig.ForS3Tokenizer), 16159, 100)]
    [InlineData(nameof(MelConfig.ForVoiceEncoder), 16001, 101)]
    [InlineData(nameof(MelConfig.ForCampplus), 16039, 98)]
    [InlineData(nameof(MelConfig.ForCampplus), 16080, 99)]
    [InlineData(nameof(MelConfig.ForS3Gen), 24479, 50)]
    public void FrameCountIsWhatExtractGives(string preset, int samples, int frames)
    {
        MelExtractor extractor = new(Preset(preset));
        Assert.Equal(frames, extractor.FrameCount(samples));
        Assert.Equal(frames, extractor.Extract(new float[samples]).Frames);
    }

    [Fact]
    public void OneExtractorServesManyThreads()
    {
        MelExtractor extractor = new(MelConfig.ForS3Gen());
        float[] audio = [.. Enumerable.Range(0, 6000).Select(n => MathF.Sin(n * n * 1e-5f))];
        float[] expected = extractor.Extract(audio).Values;
        Parallel.For(0, 16, _ => Assert.Equal(expected, extractor.Extract(audio).Values));
    }

    [Fact]
    public void ContradictorySettingsAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new MelExtractor(MelConfig.ForCampplus() with { FftSize = 399 }));
        Assert.Throws<ArgumentException>(() => new MelExtractor(MelConfig.ForS3Gen() with { Warp = new VtlnWarp(1.1f, 100, 7000) }));
        Assert.Throws<ArgumentException>(() => new MelExtractor(MelConfig.ForS3Gen() with { HighFrequency = 12001 }));
        Assert.Throws<ArgumentException>(() => new MelSpectrogram(2, 3, new float[5]));
    }

    private static MelConfig Preset(string name) => name switch
    {
        nameof(MelConfig.ForS3Tokenizer) => MelConfig.ForS3Tokenizer(),
        nameof(MelConfig.ForVoiceEncoder) => MelConfig.ForVoiceEncoder(),
        nameof(MelConfig.ForCampplus) => MelConfig.ForCampplus(),
        _ => MelConfig.ForS3Gen(),
    };
}
