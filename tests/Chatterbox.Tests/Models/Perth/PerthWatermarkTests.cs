using System.Text.Json;
using Chatterbox.Audio;
using Chatterbox.Audio.Fft;
using Chatterbox.Audio.Files;
using Chatterbox.Models.Perth;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests.Models.Perth;

public sealed class PerthWatermarkTests : IDisposable
{
    private const int Rate = 24_000;

    private readonly CpuEngine _engine = new(2);
    private readonly PerthWatermark _watermark;

    public PerthWatermarkTests() => _watermark = PerthWatermark.Open(_engine, PerthGolden.WeightsPath);

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Intermediates_agree_with_the_reference()
    {
        LevelSpectrogram levels = new(new Stft(2048, 320).Forward(PerthGolden.Tensors.Floats("libri/resampled_32k")));
        TensorAssert.Close("mag", PerthGolden.TimeFirst("libri/mag"), levels.Levels, 1e-4);
        (float[] cos, float[] sin) = Directions(levels.Spectrum);
        float[] phase = PerthGolden.TimeFirst("libri/phase");
        TensorAssert.Close("cos phase", [.. phase.Select(MathF.Cos)], cos, 1e-4);
        TensorAssert.Close("sin phase", [.. phase.Select(MathF.Sin)], sin, 1e-4);

        bool[] mask = SoundMask.Of([.. Enumerable.Range(0, levels.Frames).Select(levels.FrameSum)]);
        Assert.Equal(PerthGolden.Tensors.Floats("libri/mask").Select(m => m == 1), mask);

        _watermark.Mark(levels, mask);
        TensorAssert.Close("wm_mag", PerthGolden.TimeFirst("libri/wm_mag"), levels.Levels, 1e-4);
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
    [InlineData(0.75)]
    [InlineData(1.25)]
    public void The_mark_is_read_at_another_speed(double speed)
    {
        float[] marked = _watermark.Apply(PerthGolden.Tensors.Floats("lj/in"), Rate);
        Assert.InRange(_watermark.Read(marked, (int)(Rate * speed)), 0.5f, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(400)]
    public void Pieces_give_what_the_whole_gives(int pieceFrames)
    {
        using SafetensorsFile file = SafetensorsFile.Open(PerthGolden.WeightsPath);
        PerthWatermark inPieces = new(new Weights(_engine, file), pieceFrames);
        float[] signal = PerthGolden.Tensors.Floats("lj/in")[..25_637];
        Assert.Equal(_watermark.Mark(signal), inPieces.Mark(signal));
        float[] marked = _watermark.Apply(signal, Rate);
        Assert.Equal(_watermark.Read(marked[..9_000], 32_000), inPieces.Read(marked[..9_000], 32_000), 1e-5f);
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
        Assert.NotSame(audio, marked);
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

    [Theory]
    [InlineData("encoder.layers.3.conv.weight", 8, 9, 7)]
    [InlineData("encoder.layers.0.conv.weight", 8)]
    [InlineData("encoder.layers.6.conv.weight", 5, 8, 1)]
    [InlineData("decoder.fast_layers.1.conv.weight", 8, 8, 4)]
    [InlineData("decoder.slow_layers.0.conv.weight", 8, 3, 1)]
    [InlineData("decoder.normal_layers.6.conv.weight", 3, 8, 1)]
    [InlineData("stranger", 1)]
    public void Other_weights_are_refused(string name, params int[] shape)
    {
        Dictionary<string, HostTensor> tensors = Small();
        tensors[name] = Zeros(shape);
        using DictionarySource source = new(tensors);
        Assert.Throws<CheckpointException>(() => new PerthWatermark(new Weights(_engine, source)));
    }

    [Fact]
    public void Small_weights_are_taken()
    {
        using DictionarySource source = new(Small());
        PerthWatermark small = new(new Weights(_engine, source));
        float[] audio = PerthGolden.Tensors.Floats("libri/resampled_32k");
        TensorAssert.Close("unmarked", audio, small.Apply(audio, 32_000), 1e-4);
    }

    /// <summary>Layers of the watermark's form with 4 frequencies and 8 channels whose results are zero.</summary>
    private static Dictionary<string, HostTensor> Small()
    {
        Dictionary<string, HostTensor> tensors = [];
        foreach ((string stack, int outputs) in new[] { ("encoder.layers", 4), ("decoder.slow_layers", 2), ("decoder.normal_layers", 2), ("decoder.fast_layers", 2) })
            for (int i = 0; i < 7; i++)
                tensors[$"{stack}.{i}.conv.weight"] = Zeros(i == 6 ? outputs : 8, i == 0 ? 4 : 8, i is 0 or 6 ? 1 : 7);
        return tensors;
    }

    private static HostTensor Zeros(params int[] shape) => new(new Shape(shape), new float[new Shape(shape).Count]);

    private static (float[] Cos, float[] Sin) Directions(ComplexSpectrogram spectrum)
    {
        float[] magnitude = spectrum.Magnitude();
        return ([.. spectrum.Re.Zip(magnitude, (re, m) => re / m)], [.. spectrum.Im.Zip(magnitude, (im, m) => im / m)]);
    }

    private static JsonElement Recorded(string clip)
    {
        using JsonDocument rows = JsonDocument.Parse(File.ReadAllText(Repo.Path("parity_data", "watermark", "perth.json")));
        return rows.RootElement.EnumerateArray().Single(row => row.GetProperty("clip").GetString() == clip).Clone();
    }
}
