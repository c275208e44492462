using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Chatterbox.Audio.Fft;
using Chatterbox.Audio.Mel;

namespace Chatterbox.Tests.Audio.Mel;

/// <summary>Against what Kaldi's own programs print. Kaldi reads 16-bit samples as numbers up to 32768.</summary>
public sealed class KaldiFbankTests
{
    private const int SampleRate = 16000;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, 88)];

    [Theory]
    [InlineData("test.txt", 23, EnergyColumn.None, true)]
    [InlineData("test-with-energy.txt", 23, EnergyColumn.First, true)]
    [InlineData("test-htk.txt", 23, EnergyColumn.Last, true)]
    [InlineData("test-40.txt", 40, EnergyColumn.None, true)]
    [InlineData("test-40-no-snip-edges.txt", 40, EnergyColumn.None, false)]
    public void SweepMatches(string file, int bands, EnergyColumn energy, bool snipEdges)
    {
        MelConfig config = Defaults() with
        {
            Framing = snipEdges ? Framing.Inside(400, 160) : Framing.Centred(400, 160),
            Bands = bands,
            Energy = energy,
        };
        MelSpectrogram mel = new MelExtractor(config).Extract(Samples("kaldifeat", "test.wav"));
        float[][] expected = ReadText(file);
        Assert.Equal(expected.Length, mel.Frames);
        for (int t = 0; t < expected.Length; t++)
            AssertLogs($"{file}, frame {t}", expected[t], mel.Frame(t), 0.035);
    }

    /// <summary>The log power spectrum, whose bin 0 Kaldi replaces by the energy, shows frames and transform alone.</summary>
    [Fact]
    public void SpectrogramMatches()
    {
        FrameAnalyzer frames = new(Defaults());
        RealFft fft = new(512);
        float[] samples = Samples("kaldifeat", "test.wav");
        float[][] expected = ReadText("test-spectrogram.txt");
        Assert.Equal(expected.Length, Defaults().Framing.FrameCount(samples.Length));
        double[] frame = new double[512], re = new double[257], im = new double[257], scratch = new double[fft.ScratchLength];
        for (int t = 0; t < expected.Length; t++)
        {
            double energy = frames.Read(samples, t, frame);
            fft.Forward(frame, re, im, scratch);
            float[] row = [.. re.Select((x, k) => (float)Math.Log(Math.Max(x * x + im[k] * im[k], MelConfig.KaldiFloor)))];
            row[0] = (float)energy;
            AssertLogs($"frame {t}", expected[t], row, double.PositiveInfinity);
        }
    }

    /// <summary>88 random settings on 20 samples. The extractor knows every option among them.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void SettingsMatch(int index)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(Golden("torchaudio", "fbank-88-cases.json")));
        Assert.Equal(Cases.Count, file.RootElement.GetArrayLength());
        JsonElement test = file.RootElement[index];
        MelConfig config = Parse(test.GetProperty("args"));
        float[] samples = Samples("torchaudio", "kaldi_file.wav");
        MelSpectrogram mel = new MelExtractor(config).Extract(samples);
        IEnumerable<JsonElement> rows = test.GetProperty("expected").EnumerateArray();
        float[] expected = [.. rows.SelectMany(row => row.EnumerateArray()).Select(v => v.GetSingle())];
        int[] shape = [.. test.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32())];
        Assert.Equal((shape[0], shape[1]), (mel.Frames, mel.Bins));

        // Kaldi subtracts means in float, so what is left keeps the rounding of the values before. Its float transform is
        // less exact where the size is no power of two.
        double relative = BitOperations.IsPow2(config.FftSize) ? 1e-5 : 5e-5;
        float[] levels = new MelExtractor(config with { Normalization = MelNormalization.None }).Extract(samples).Values;
        for (int i = 0; i < expected.Length; i++)
        {
            double tolerance = relative * Math.Abs(levels[i]);
            Assert.True(
                Math.Abs(expected[i] - mel.Values[i]) <= tolerance,
                $"Value {i} is {mel.Values[i]:g9}, not {expected[i]:g9}; tolerance {tolerance:e1}.");
        }
    }

    /// <summary>
    /// Kaldi turns its twiddle factors step by step in float, and so leaks about 1e-6 of a loud bin's amplitude into the bin
    /// that mirrors it. Loud values agree to the last printed digits; quiet ones as far as that noise lets them.
    /// </summary>
    private static void AssertLogs(string name, float[] expected, ReadOnlySpan<float> actual, double largest)
    {
        Assert.Equal(expected.Length, actual.Length);
        float peak = expected.Max();
        for (int i = 0; i < expected.Length; i++)
        {
            double noise = Math.Min(largest, 2e-6 * Math.Exp((peak - expected[i]) / 2));
            double tolerance = expected[i] > 16 ? 6e-5 : 6e-5 + noise;
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance,
                $"{name}: value {i} is {actual[i]:g7}, not {expected[i]:g7}; tolerance {tolerance:e0}.");
        }
    }

    /// <summary>What compute-fbank-feats does without options, but for dither.</summary>
    private static MelConfig Defaults() => MelConfig.ForCampplus() with { Bands = 23, Normalization = MelNormalization.None };

    private static MelConfig Parse(JsonElement args)
    {
        Assert.Equal(0, Number("dither"));
        int length = Samples("frame_length"), hop = Samples("frame_shift");
        return new MelConfig
        {
            SampleRate = SampleRate,
            Framing = Flag("snip_edges") ? Framing.Inside(length, hop) : Framing.Centred(length, hop),
            FftSize = Flag("round_to_power_of_two") ? (int)BitOperations.RoundUpToPowerOf2((uint)length) : length,
            Bands = (int)Number("num_mel_bins"),
            LowFrequency = Number("low_freq"),
            HighFrequency = Number("high_freq"),
            Scale = MelScale.Kaldi,
            Warp = Number("vtln_warp") == 1
                ? null
                : new VtlnWarp((float)Number("vtln_warp"), (float)Number("vtln_low"), (float)Number("vtln_high")),
            Window = args.GetProperty("window_type").GetString() switch
            {
                "hanning" => WindowFunction.SymmetricHann,
                "hamming" => WindowFunction.Hamming,
                "povey" => WindowFunction.Povey,
                "blackman" => WindowFunction.Blackman,
                "rectangular" => WindowFunction.Rectangular,
                string other => throw new InvalidOperationException($"Unknown window {other}."),
                null => throw new InvalidOperationException("No window."),
            },
            BlackmanCoefficient = Number("blackman_coeff"),
            RemoveDcOffset = Flag("remove_dc_offset"),
            PreEmphasis = Number("preemphasis_coefficient"),
            Spectrum = Flag("use_power") ? SpectrumKind.Power : SpectrumKind.Magnitude,
            Compression = Flag("use_log_fbank") ? MelCompression.NaturalLog : MelCompression.None,
            Energy = !Flag("use_energy") ? EnergyColumn.None : Flag("htk_compat") ? EnergyColumn.Last : EnergyColumn.First,
            RawEnergy = Flag("raw_energy"),
            EnergyFloor = Number("energy_floor"),
            Normalization = Flag("subtract_mean") ? MelNormalization.SubtractMean : MelNormalization.None,
        };

        double Number(string name) => args.GetProperty(name).GetDouble();
        bool Flag(string name) => args.GetProperty(name).GetBoolean();
        int Samples(string name) => (int)(Number(name) * SampleRate / 1000);
    }

    /// <summary>The rows of one matrix in Kaldi's text format.</summary>
    private static float[][] ReadText(string file)
    {
        string text = File.ReadAllText(Golden("kaldifeat", file));
        string rows = text[(text.IndexOf('[', StringComparison.Ordinal) + 1)..text.IndexOf(']', StringComparison.Ordinal)];
        return [.. rows.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(row => row.Split(' ').Select(v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
    }

    /// <summary>The samples of a 16-bit mono wav file as whole numbers.</summary>
    private static float[] Samples(string folder, string file)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(Golden(folder, file));
        int at = 12;
        while (!bytes.Slice(at, 4).SequenceEqual("data"u8))
            at += 8 + BinaryPrimitives.ReadInt32LittleEndian(bytes[(at + 4)..]);
        float[] samples = new float[BinaryPrimitives.ReadInt32LittleEndian(bytes[(at + 4)..]) / 2];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(at + 8 + 2 * i)..]);
        return samples;
    }

    private static string Golden(string folder, string file) => Repo.Path("tests", "data", "golden", "kaldi", folder, file);
}
