using System.Text.Json;
using Chatterbox.Audio;
using Chatterbox.Audio.Fft;
using Chatterbox.Audio.Files;
using Chatterbox.Models.Perth;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tensors.Safetensors;
using Chatterbox.Tests.Tensors;

namespace Chatterbox.Tests.Models.Perth;

public sealed class PerthWatermarkTests : IDisposable
{
    private const int Rate = 24_000;

    private readonly CpuEngine _engine = new(2);
    private readonly PerthWatermark _watermark;

    public PerthWatermarkTests() => _watermark = PerthWatermark.Open(_engine, PerthGolden.WeightsPath);

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void The_spectrum_agrees_with_the_reference()
    {
        LevelSpectrogram levels = Libri();
        float[] golden = PerthGolden.TimeFirst("libri/mag");
        AssertSpectrum(golden, levels);
        AssertLevels(golden, levels);
        bool[] mask = Mask(levels);
        Assert.Equal(PerthGolden.Tensors.Floats("libri/mask").Select(m => m == 1), mask);
    }

    [Fact]
    public void The_marked_spectrum_agrees_with_the_reference()
    {
        LevelSpectrogram levels = Libri();
        _watermark.Mark(levels, Mask(levels));
        float[] golden = PerthGolden.TimeFirst("libri/wm_mag");
        AssertSpectrum(golden, levels);
        AssertLevels(golden, levels);
    }

    [Fact]
    public void The_mark_at_32_kHz_agrees_with_the_reference()
    {
        float[] marked = _watermark.Mark(PerthGolden.Tensors.Floats("libri/resampled_32k"));
        TensorAssert.Close("wm_32k", PerthGolden.Tensors.Floats("libri/wm_32k"), marked, 1e-4);
    }

    [Theory]
    [InlineData("libri")]
    [InlineData("lj")]
    [InlineData("jfk")]
    public void Marked_audio_agrees_with_the_reference(string clip)
    {
        float[] marked = _watermark.Apply(PerthGolden.Tensors.Floats($"{clip}/in"), Rate);
        TensorAssert.Close("out", PerthGolden.Tensors.Floats($"{clip}/out"), marked, 2e-3);
    }

    [Theory]
    [InlineData("libri")]
    [InlineData("lj")]
    [InlineData("jfk")]
    public void The_confidence_agrees_with_the_reference(string clip)
    {
        JsonElement golden = Recorded(clip);
        Close(golden.GetProperty("confidence_unmarked").GetSingle(), _watermark.Read(PerthGolden.Tensors.Floats($"{clip}/in"), Rate));
        Close(golden.GetProperty("confidence_marked").GetSingle(), _watermark.Read(PerthGolden.Tensors.Floats($"{clip}/out"), Rate));

        static void Close(float expected, float actual) => Assert.InRange(actual, expected - 0.01f, expected + 0.01f);
    }

    [Fact]
    public void Generated_speech_is_marked_and_read_back()
    {
        float[] speech = GoldenTensors.Open(Repo.Path("parity_data", "pico", "tensors.safetensors")).Floats("final/wav");
        Assert.InRange(_watermark.Read(speech, Rate), 0, 0.25f);
        float[] marked = _watermark.Apply(speech, Rate);
        Assert.Equal(speech.Length, marked.Length);
        Assert.InRange(_watermark.Read(marked, Rate), 0.99f, 1);
    }

    [Theory]
    [InlineData(8_000)]
    [InlineData(16_000)]
    [InlineData(22_050)]
    [InlineData(32_000)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    public void Any_sample_rate_is_marked_and_read_back(int rate)
    {
        float[] speech = Chatterbox.Audio.Resampling.HighQualityResampler.Resample(PerthGolden.Tensors.Floats("lj/in"), Rate, rate);
        float[] marked = _watermark.Apply(speech, rate);
        Assert.Equal(speech.Length, marked.Length);
        Assert.InRange(_watermark.Read(marked, rate), 0.99f, 1);
    }

    [Fact]
    public void The_mark_outlives_a_16_bit_file()
    {
        using MemoryStream file = new();
        WavWriter.Write(file, _watermark.Apply(PerthGolden.Tensors.Floats("lj/in"), Rate), Rate);
        file.Position = 0;
        AudioClip clip = WavFile.Read(file);
        Assert.InRange(_watermark.Read(clip.Samples, clip.SampleRate), 0.99f, 1);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(50)]
    public void Pieces_give_what_the_whole_gives(int pieceFrames)
    {
        using SafetensorsFile file = SafetensorsFile.Open(PerthGolden.WeightsPath);
        PerthWatermark inPieces = new(new Weights(_engine, file), pieceFrames);
        float[] signal = PerthGolden.Tensors.Floats("lj/in")[..25_637];
        Assert.Equal(_watermark.Mark(signal), inPieces.Mark(signal));
        float[] marked = _watermark.Apply(signal, Rate);
        Assert.Equal(_watermark.Read(marked.AsSpan(0, 9_000), 32_000), inPieces.Read(marked.AsSpan(0, 9_000), 32_000), 1e-5f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(768)]
    public void Audio_too_short_for_a_mark_stays_as_it_is(int samples)
    {
        float[] audio = PerthGolden.Tensors.Floats("lj/in")[20_000..(20_000 + samples)];
        float[] marked = _watermark.Apply(audio, Rate);
        Assert.Equal(audio, marked);
        Assert.Equal(0, _watermark.Read(audio, Rate));
    }

    [Theory]
    [InlineData(769)]
    [InlineData(1_000)]
    [InlineData(24_001)]
    [InlineData(24_238)]
    public void The_length_stays_and_the_end_is_kept(int samples)
    {
        float[] audio = PerthGolden.Tensors.Floats("lj/in")[20_000..(20_000 + samples)];
        float[] marked = _watermark.Apply(audio, Rate);
        Assert.Equal(samples, marked.Length);
        Assert.NotEqual(audio, marked);
        double decibels = Audio.SignalError.Decibels(marked.AsSpan()[^200..], audio.AsSpan()[^200..]);
        Assert.True(decibels > 3, $"{decibels:F1} dB at the end");
        Assert.InRange(_watermark.Read(marked, Rate), 0, 1);
    }

    [Fact]
    public void Silence_stays_silence_and_reads_as_unmarked()
    {
        Assert.All(_watermark.Apply(new float[Rate], Rate), sample => Assert.Equal(0, sample));
        Assert.Equal(0, _watermark.Read(new float[Rate], Rate));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-1e30f)]
    public void Samples_that_are_no_sound_are_refused(float sample)
    {
        float[] audio = new float[Rate];
        audio[7] = sample;
        Assert.Contains("Sample 7", Assert.Throws<AudioFormatException>(() => _watermark.Apply(audio, Rate)).Message, StringComparison.Ordinal);
        Assert.Throws<AudioFormatException>(() => _watermark.Read(audio, Rate));
    }

    [Fact]
    public void The_loudest_samples_taken_give_numbers()
    {
        float[] audio = [.. Enumerable.Range(0, Rate).Select(i => i % 100 < 50 ? PerthWatermark.MaxSample : -PerthWatermark.MaxSample)];
        Assert.All(_watermark.Apply(audio, Rate), sample => Assert.True(float.IsFinite(sample)));
        Assert.InRange(_watermark.Read(audio, Rate), 0, 1);
    }

    private static LevelSpectrogram Libri() => new(new Stft(2048, 320).Forward(PerthGolden.Tensors.Floats("libri/resampled_32k")));

    private static bool[] Mask(LevelSpectrogram levels) => SoundMask.Of([.. Enumerable.Range(0, levels.Frames).Select(levels.FrameSum)]);

    /// <summary>Compares the whole spectrum, magnitude and phase, in linear units.</summary>
    private static void AssertSpectrum(float[] goldenLevels, LevelSpectrogram actual)
    {
        float[] phase = PerthGolden.TimeFirst("libri/phase");
        double[] magnitude = [.. goldenLevels.Select(level => Math.Pow(10, (level * 195 - 180) / 20))];
        TensorAssert.Close("real parts", [.. magnitude.Zip(phase, (m, p) => (float)(m * Math.Cos(p)))], actual.Spectrum.Re, 1e-4);
        TensorAssert.Close("imaginary parts", [.. magnitude.Zip(phase, (m, p) => (float)(m * Math.Sin(p)))], actual.Spectrum.Im, 1e-4);
    }

    /// <summary>
    /// Compares levels: all of the marked band, and all others that are sound. The clip holds nothing above 8 kHz, so that there
    /// the reference has the rounding errors of its float32 transform (often exact zeros, where the exact value is 1e-6), and
    /// the logarithm makes them as large as sound.
    /// </summary>
    private static void AssertLevels(float[] golden, LevelSpectrogram actual)
    {
        const int band = 128;
        const float sound = (180 - 80) / 195f; // -80 dB
        int[] marked = [.. Enumerable.Range(0, golden.Length).Where(i => i % 1025 < band)];
        int[] loud = [.. Enumerable.Range(0, golden.Length).Where(i => i % 1025 >= band && golden[i] > sound)];
        Assert.InRange(loud.Length, golden.Length * 3 / 10, golden.Length);
        TensorAssert.Close("marked band", [.. marked.Select(i => golden[i])], [.. marked.Select(i => actual.Levels[i])], 1e-4);
        TensorAssert.Close("sound", [.. loud.Select(i => golden[i])], [.. loud.Select(i => actual.Levels[i])], 1e-4);
    }

    private static JsonElement Recorded(string clip)
    {
        using JsonDocument rows = JsonDocument.Parse(File.ReadAllText(Repo.Path("parity_data", "watermark", "perth.json")));
        return rows.RootElement.EnumerateArray().Single(row => row.GetProperty("clip").GetString() == clip).Clone();
    }
}
