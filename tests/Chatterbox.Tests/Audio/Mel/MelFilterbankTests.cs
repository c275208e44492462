using System.Text.Json;
using Chatterbox.Audio.Mel;

namespace Chatterbox.Tests.Audio.Mel;

public sealed class MelFilterbankTests
{
    [Theory]
    [InlineData("mel_80", 80)]
    [InlineData("mel_128", 128)]
    public void SlaneyIsWhispers(string name, int bins)
    {
        GoldenArrays golden = GoldenArrays.Open(Repo.Path("tests", "data", "golden", "mel", "whisper-mel_filters.npz"));
        MelFilterbank filters = MelFilterbank.Slaney(16000, 400, bins, 0, 8000);
        Assert.Equal([filters.Bins, filters.SpectrumBins], golden.Shape(name));
        AssertWeights(golden.Floats(name), filters.ToArray());
    }

    [Theory]
    [InlineData("case0")]
    [InlineData("case1")]
    [InlineData("case2")]
    [InlineData("case3")]
    public void SlaneyIsLibrosas(string name)
    {
        string folder = Repo.Path("tests", "data", "golden", "mel");
        GoldenArrays golden = GoldenArrays.Open(Path.Combine(folder, "librosa-slaney-filters.npz"));
        using JsonDocument settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "librosa-slaney-filters.json")));
        JsonElement s = settings.RootElement.GetProperty(name);
        MelFilterbank filters = MelFilterbank.Slaney(
            s.GetProperty("sample_rate").GetInt32(),
            s.GetProperty("n_fft").GetInt32(),
            s.GetProperty("n_mels").GetInt32(),
            s.GetProperty("fmin").GetDouble(),
            s.GetProperty("fmax").GetDouble());
        Assert.Equal([filters.SpectrumBins, filters.Bins], golden.Shape(name));
        AssertWeights(Transpose.Of(golden.Floats(name), filters.SpectrumBins, filters.Bins), filters.ToArray());
    }

    [Theory]
    [InlineData("filters_s3gen", 24000, 1920, 80)]
    [InlineData("filters_voice_encoder", 16000, 400, 40)]
    public void SlaneyIsTheReferences(string name, int sampleRate, int fftSize, int bins)
    {
        GoldenTensors golden = GoldenTensors.Open(Repo.Path("parity_data", "frontend", "mels.safetensors"));
        MelFilterbank filters = MelFilterbank.Slaney(sampleRate, fftSize, bins, 0, 8000);
        AssertWeights(golden.Floats(name), filters.ToArray());
    }

    [Fact]
    public void ApplyMultipliesByTheWeights()
    {
        MelFilterbank filters = MelFilterbank.Kaldi(16000, 512, 80, 20, 8000);
        double[] spectrum = [.. Enumerable.Range(0, 257).Select(k => 1 + Math.Sin(k))], bands = new double[80];
        filters.Apply(spectrum, bands);
        float[] weights = filters.ToArray();
        for (int i = 0; i < 80; i++)
            Assert.Equal(Enumerable.Range(0, 257).Sum(k => weights[i * 257 + k] * spectrum[k]), bands[i], 1e-12);
    }

    [Fact]
    public void ImpossibleBanksAreRefused()
    {
        Assert.Throws<ArgumentException>(() => MelFilterbank.Slaney(16000, 400, 80, 0, 8001));
        Assert.Throws<ArgumentException>(() => MelFilterbank.Kaldi(16000, 400, 80, 4000, 4000));
        Assert.Throws<ArgumentException>(() => MelFilterbank.Kaldi(16000, 400, 80, -1, 4000));
        Assert.Throws<ArgumentException>(() => MelFilterbank.Kaldi(16000, 400, 80, double.NaN, 4000));
        Assert.Throws<ArgumentOutOfRangeException>(() => MelFilterbank.Kaldi(16000, 400, 0, 20, 4000));
        Assert.Throws<ArgumentException>(() => MelFilterbank.Kaldi(16000, 400, 23, 20, 4000, new VtlnWarp(1.1f, 10, 3000)));
        Assert.Throws<ArgumentException>(() => MelFilterbank.Kaldi(16000, 400, 23, 20, 4000, new VtlnWarp(0, 100, 3000)));
    }

    private static void AssertWeights(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-7, $"Weight {i} is {actual[i]:g9}, not {expected[i]:g9}.");
        Closeness.AssertRelativeL2("weights", actual, expected, 1e-6);
    }
}
