using Chatterbox.Audio;
using Chatterbox.Audio.Fft;
using Chatterbox.Audio.Resampling;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Models.Perth;

/// <summary>
/// Resemble AI's inaudible watermark "Perth" (implicit): marks speech as generated, and tells whether a recording is marked.
/// Port of PerthImplicitWatermarker (perth/perth_net/perth_net_implicit/perth_watermarker.py of resemble-ai/Perth 1.0.1).
/// Used by one thread at a time, like its engine.
/// </summary>
/// <remarks>
/// The mark is a change of up to 2 kHz of the magnitude spectrum at 32 kHz. Long audio is worked on in pieces of 20 s with the
/// same result, so that only a few copies of the signal, and for reading the levels of the marked band (50 kB per second), grow
/// with its length.
/// </remarks>
public sealed class PerthWatermark
{
    /// <summary>The largest sample taken: that of 16-bit integers that were never scaled to 1.</summary>
    public const float MaxSample = 32_768;

    private const int PieceFrames = 2000;

    // Frames whose transform reaches over a given sample, on either side of it.
    private const int TransformContext = (PerthSettings.FftSize / 2 + PerthSettings.Hop - 1) / PerthSettings.Hop;

    private readonly Engine _engine;
    private readonly WatermarkEncoder _encoder;
    private readonly WatermarkDecoder _decoder;
    private readonly Stft _stft = new(PerthSettings.FftSize, PerthSettings.Hop);
    private readonly int _pieceFrames;

    /// <summary>Takes the weights at <c>encoder</c> and <c>decoder</c>, and nothing else may be there.</summary>
    /// <exception cref="CheckpointException">They are not the watermark's.</exception>
    public PerthWatermark(Weights w)
        : this(w, PieceFrames)
    {
    }

    internal PerthWatermark(Weights w, int pieceFrames)
    {
        ArgumentNullException.ThrowIfNull(w);
        _engine = w.Engine;
        _pieceFrames = pieceFrames;
        _encoder = new WatermarkEncoder(w.At("encoder"));
        _decoder = new WatermarkDecoder(w.At("decoder"), pieceFrames);
        w.VerifyAllUsed();
        if (_encoder.Band != _decoder.Band)
            throw new CheckpointException($"The watermark is written to {_encoder.Band} frequencies and read from {_decoder.Band}.");
    }

    /// <summary>Reads the weights from a safetensors file.</summary>
    /// <exception cref="CheckpointException">They are not the watermark's.</exception>
    /// <exception cref="SafetensorsException">The file is broken.</exception>
    public static PerthWatermark Open(Engine engine, string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return new PerthWatermark(new Weights(engine, file));
    }

    /// <summary>
    /// Marks a mono recording. The length stays, where the reference drops what follows the last whole hop of 10 ms. Audio of
    /// less than 32 ms comes back as it is: it has too few frames to carry a mark, and is no speech. So does digital silence.
    /// </summary>
    /// <param name="audio">Samples, nominally between -1 and 1.</param>
    /// <param name="sampleRate">Samples per second, within <see cref="AudioLimits"/>.</param>
    /// <returns>The marked samples, as many, in a new array.</returns>
    /// <exception cref="AudioFormatException">A sample is no number or beyond <see cref="MaxSample"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sample rate is beyond the limits.</exception>
    public float[] Apply(ReadOnlySpan<float> audio, int sampleRate)
    {
        CheckSamples(audio);
        float[] signal = HighQualityResampler.Resample(audio, sampleRate, PerthSettings.SampleRate);
        if (signal.Length < PerthSettings.MinimumSamples)
            return audio.ToArray();
        float[] marked = HighQualityResampler.Resample(Mark(signal), PerthSettings.SampleRate, sampleRate);
        Array.Resize(ref marked, audio.Length); // rounding up twice may have added a sample
        return marked;
    }

    /// <summary>
    /// How sure it is that a mono recording is marked, 0 to 1: 1 for marked audio, below about 0.25 for other audio. Silence and
    /// audio of less than 32 ms carry no mark, so they give 0.
    /// </summary>
    /// <param name="audio">Samples, nominally between -1 and 1.</param>
    /// <param name="sampleRate">Samples per second, within <see cref="AudioLimits"/>.</param>
    /// <exception cref="AudioFormatException">A sample is no number or beyond <see cref="MaxSample"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sample rate is beyond the limits.</exception>
    public float Read(ReadOnlySpan<float> audio, int sampleRate)
    {
        CheckSamples(audio);
        float[] signal = PolyphaseResampler.Resample(audio, sampleRate, PerthSettings.SampleRate);
        if (signal.Length < PerthSettings.MinimumSamples)
            return 0;
        int frames = PerthSettings.FrameCount(signal.Length);
        float[] band = new float[frames * _decoder.Band];
        float[] sums = new float[frames];
        foreach (SignalPiece piece in SignalPiece.Cut(signal.Length, _pieceFrames, TransformContext))
        {
            LevelSpectrogram levels = Analyze(signal, piece);
            CopySums(levels, piece, sums);
            levels.CopyBand(piece.KeepFrom - piece.FirstFrame, _decoder.Band, band.AsSpan(piece.KeepFrom * _decoder.Band, piece.KeepFrames * _decoder.Band));
        }

        return Math.Clamp(_decoder.Forward(band, SoundMask.Of(sums)), 0, 1);
    }

    /// <summary>Marks a signal at 32 kHz of at least the minimum length; the result has its length.</summary>
    internal float[] Mark(ReadOnlySpan<float> signal)
    {
        // A sample hangs on the frames over it, those on the encoder's context, and these on samples that must not be mirrored.
        List<SignalPiece> pieces = SignalPiece.Cut(signal.Length, _pieceFrames, _encoder.Context + 2 * TransformContext);
        float[] sums = new float[PerthSettings.FrameCount(signal.Length)];
        LevelSpectrogram? levels = null;
        foreach (SignalPiece piece in pieces)
        {
            levels = Analyze(signal, piece);
            CopySums(levels, piece, sums);
        }

        bool[] mask = SoundMask.Of(sums);
        float[] marked = new float[signal.Length];
        foreach (SignalPiece piece in pieces)
        {
            if (pieces.Count > 1)
                levels = Analyze(signal, piece);
            Mark(levels!, mask.AsSpan(piece.FirstFrame));
            float[] part = _stft.Inverse(levels!.Spectrum, piece.Samples);
            part.AsSpan(piece.KeepSample - piece.FirstSample, piece.KeepSamples).CopyTo(marked.AsSpan(piece.KeepSample));
        }

        return marked;
    }

    /// <summary>Marks the frames of sound of a spectrum.</summary>
    internal void Mark(LevelSpectrogram levels, ReadOnlySpan<bool> mask)
    {
        int band = _encoder.Band;
        float[] rows = new float[levels.Frames * band];
        levels.CopyBand(0, band, rows);
        using Scope scope = _engine.BeginScope();
        Tensor x = _engine.FromHost(rows, new Shape(1, levels.Frames, band)); // (1, T, band)
        _engine.Read(_encoder.Forward(x), rows); // (1, T, band)
        for (int t = 0; t < levels.Frames; t++)
            if (mask[t])
                levels.Add(t, rows.AsSpan(t * band, band));
    }

    private LevelSpectrogram Analyze(ReadOnlySpan<float> signal, SignalPiece piece) =>
        new(_stft.Forward(signal.Slice(piece.FirstSample, piece.Samples)));

    private static void CopySums(LevelSpectrogram levels, SignalPiece piece, Span<float> sums)
    {
        for (int t = piece.KeepFrom; t < piece.KeepFrom + piece.KeepFrames; t++)
            sums[t] = levels.FrameSum(t - piece.FirstFrame);
    }

    private static void CheckSamples(ReadOnlySpan<float> audio)
    {
        for (int i = 0; i < audio.Length; i++)
            if (!(Math.Abs(audio[i]) <= MaxSample))
                throw new AudioFormatException($"Sample {i} of the audio is {audio[i]:g3}, which is no sound; samples lie between -1 and 1.");
    }
}
