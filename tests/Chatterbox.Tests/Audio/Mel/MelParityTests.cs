using System.Text.RegularExpressions;
using Chatterbox.Audio.Mel;

namespace Chatterbox.Tests.Audio.Mel;

/// <summary>Mels of short cuts and of whole reference recordings, as the Python reference made them.</summary>
public sealed partial class MelParityTests
{
    private const double Bound = 1e-4;

    // Where a loud frame has next to nothing in a band, say above 4 kHz in an 8 kHz recording, Kaldi's log shows the
    // rounding noise of the reference's float transform. Such values lie near the floor of -15.9.
    private const float NoiseLevel = -12;
    private const double NoiseBound = 3e-4;

    private static readonly GoldenTensors Mels = GoldenTensors.Open(Repo.Path("parity_data", "frontend", "mels.safetensors"));
    private static readonly GoldenTensors Signals = GoldenTensors.Open(Repo.Path("parity_data", "frontend", "resampling.safetensors"));

    public static TheoryData<string> Cuts => [.. Mels.Names.Where(name => CutName().IsMatch(name))];

    public static TheoryData<string, string> Recordings
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string folder in Directory.EnumerateDirectories(Repo.Path("parity_data")).Order())
            {
                if (!File.Exists(Path.Combine(folder, "case.json")))
                    continue;
                string name = Path.GetFileName(folder);
                foreach (string mel in OpenCase(name).Names.Where(n => n.StartsWith("mel/", StringComparison.Ordinal)))
                    data.Add(name, mel);
            }
            return data;
        }
    }

    [Fact]
    public void NoGoldenMelIsLeftOut()
    {
        Assert.Equal(31, Cuts.Count);
        Assert.True(Recordings.Count >= 5 * 6, $"Only {Recordings.Count} mels of recordings were found.");
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void CutsMatch(string name)
    {
        Match parts = CutName().Match(name);
        MelConfig config = Config(parts.Groups["kind"].Value);
        int samples = int.Parse(parts.Groups["samples"].Value);
        float[] audio = parts.Groups["silence"].Success
            ? new float[samples]
            : Signals.Floats(config.SampleRate == 24000 ? "input_24000" : "input_16000")[..samples];
        AssertMel(name, config, audio, Mels.Floats(name), Mels.Shape(name));
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void RecordingsMatch(string folder, string name)
    {
        GoldenTensors golden = OpenCase(folder);
        bool gpt2 = golden.Names.Contains("audio/ref_24k_loudness");
        float[] audio = name switch
        {
            "mel/s3gen" => Head(golden.Floats(gpt2 ? "audio/ref_24k_loudness" : "audio/ref_24k"), 10 * 24000),
            "mel/campplus_fbank" or "mel/s3tokenizer" => golden.Floats("audio/ref_16k_torchaudio"),
            "mel/s3tokenizer.1" => Head(golden.Floats("audio/ref_16k_soxr"), (gpt2 ? 15 : 6) * 16000),
            "mel/voice_encoder" => Trimmed(golden),
            _ => throw new InvalidOperationException($"{name} has no known source."),
        };
        AssertMel(name, Config(name), audio, golden.Floats(name), golden.Shape(name));
    }

    private static void AssertMel(string name, MelConfig config, float[] audio, float[] golden, int[] shape)
    {
        MelSpectrogram mel = new MelExtractor(config).Extract(audio);
        bool timeMajor = config.Scale == MelScale.Kaldi;
        Assert.Equal(timeMajor ? [mel.Frames, mel.Bins] : [mel.Bins, mel.Frames], shape[^2..]);
        float[] expected = timeMajor ? golden : Transpose.Of(golden, mel.Bins, mel.Frames);
        if (config.Normalization == MelNormalization.SubtractMean)
            AssertAboveNoise(name, config, audio, mel.Values, expected);
        else
            Closeness.AssertRelativeL2(name, mel.Values, expected, Bound);
    }

    private static void AssertAboveNoise(string name, MelConfig config, float[] audio, float[] actual, float[] expected)
    {
        float[] levels = new MelExtractor(config with { Normalization = MelNormalization.None }).Extract(audio).Values;
        Assert.Equal(expected.Length, actual.Length);
        Closeness.AssertRelativeL2(
            $"{name} above the noise",
            actual.Where((_, i) => levels[i] > NoiseLevel).ToArray(),
            expected.Where((_, i) => levels[i] > NoiseLevel).ToArray(),
            Bound);
        Closeness.AssertRelativeL2(name, actual, expected, NoiseBound);
    }

    private static MelConfig Config(string name) => name.Replace("mel/", "", StringComparison.Ordinal) switch
    {
        "s3gen" => MelConfig.ForS3Gen(),
        "campplus" or "campplus_fbank" => MelConfig.ForCampplus(),
        "s3tokenizer" or "s3tokenizer.1" => MelConfig.ForS3Tokenizer(),
        "voice_encoder" => MelConfig.ForVoiceEncoder(),
        _ => throw new InvalidOperationException($"{name} is no known mel."),
    };

    private static float[] Head(float[] audio, int samples) => audio[..Math.Min(samples, audio.Length)];

    private static float[] Trimmed(GoldenTensors golden)
    {
        long[] range = golden.Longs("audio/ve_trim_range");
        return golden.Floats("audio/ref_16k_soxr")[(int)range[0]..(int)range[1]];
    }

    private static GoldenTensors OpenCase(string folder) =>
        GoldenTensors.Open(Repo.Path("parity_data", folder, "tensors.safetensors"));

    [GeneratedRegex("^(?<kind>s3gen|campplus|s3tokenizer|voice_encoder)_(?<silence>silence_)?(?<samples>[0-9]+)$")]
    private static partial Regex CutName();
}
