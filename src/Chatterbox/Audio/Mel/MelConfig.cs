using Chatterbox.Audio.Fft;

namespace Chatterbox.Audio.Mel;

/// <summary>
/// Settings of a <see cref="MelExtractor"/>. The steps, in order: frame, DC offset, pre-emphasis, window, zeros up to the
/// transform's size, spectrum, mel filters, compression, normalisation.
/// </summary>
public sealed record MelConfig
{
    /// <summary>Kaldi's floor of energies: the distance from 1 to the next float.</summary>
    public const double KaldiFloor = 1.1920928955078125e-7;

    /// <summary>Sample rate of the audio in Hz.</summary>
    public required int SampleRate { get; init; }

    /// <summary>How the audio is cut into frames.</summary>
    public required Framing Framing { get; init; }

    /// <summary>Samples per transform, at least a frame's.</summary>
    public required int FftSize { get; init; }

    /// <summary>Number of mel bands.</summary>
    public required int Bands { get; init; }

    /// <summary>Lowest frequency of the bands in Hz.</summary>
    public double LowFrequency { get; init; }

    /// <summary>Highest frequency of the bands in Hz.</summary>
    public required double HighFrequency { get; init; }

    /// <summary>Pitch scale and shape of the filters.</summary>
    public MelScale Scale { get; init; } = MelScale.Slaney;

    /// <summary>Vocal tract length warp; only with <see cref="MelScale.Kaldi"/>.</summary>
    public VtlnWarp? Warp { get; init; }

    /// <summary>Window over a frame.</summary>
    public WindowFunction Window { get; init; } = WindowFunction.PeriodicHann;

    /// <summary>First coefficient of the Blackman window.</summary>
    public double BlackmanCoefficient { get; init; } = AnalysisWindow.DefaultBlackmanCoefficient;

    /// <summary>Whether each frame's mean is subtracted first.</summary>
    public bool RemoveDcOffset { get; init; }

    /// <summary>x[n] - c x[n - 1] within a frame, where sample -1 is taken as sample 0; 0 leaves it out.</summary>
    public double PreEmphasis { get; init; }

    /// <summary>What the filters gather.</summary>
    public SpectrumKind Spectrum { get; init; } = SpectrumKind.Power;

    /// <summary>Added to re^2 + im^2.</summary>
    public double PowerOffset { get; init; }

    /// <summary>What is done to each value.</summary>
    public MelCompression Compression { get; init; }

    /// <summary>Smallest value that a logarithm sees.</summary>
    public double Floor { get; init; } = KaldiFloor;

    /// <summary>Whether the last frame is left out.</summary>
    public bool DropLastFrame { get; init; }

    /// <summary>Where the log energy stands.</summary>
    public EnergyColumn Energy { get; init; }

    /// <summary>Whether the energy is taken before pre-emphasis and window, not after.</summary>
    public bool RawEnergy { get; init; } = true;

    /// <summary>Smallest energy; 0 leaves <see cref="KaldiFloor"/> in force.</summary>
    public double EnergyFloor { get; init; }

    /// <summary>What is done to the whole in the end.</summary>
    public MelNormalization Normalization { get; init; }

    /// <summary>128 bands at 16 kHz, 100 frames per second (models/s3tokenizer/s3tokenizer.py, log_mel_spectrogram).</summary>
    public static MelConfig ForS3Tokenizer() => new()
    {
        SampleRate = 16000,
        Framing = Framing.Padded(400, 160, 200, EdgePadding.Reflect),
        FftSize = 400,
        Bands = 128,
        HighFrequency = 8000,
        Compression = MelCompression.Log10,
        Floor = 1e-10,
        DropLastFrame = true,
        Normalization = MelNormalization.Whisper,
    };

    /// <summary>40 bands of power at 16 kHz, 100 frames per second (models/voice_encoder/melspec.py).</summary>
    public static MelConfig ForVoiceEncoder() => new()
    {
        SampleRate = 16000,
        Framing = Framing.Padded(400, 160, 200, EdgePadding.Reflect),
        FftSize = 400,
        Bands = 40,
        HighFrequency = 8000,
    };

    /// <summary>
    /// 80 Kaldi bands at 16 kHz, 100 frames per second, mean subtracted (models/s3gen/xvector.py, extract_feature, with
    /// torchaudio.compliance.kaldi.fbank). The audio is not scaled to 16-bit values, so the floor shows.
    /// </summary>
    public static MelConfig ForCampplus() => new()
    {
        SampleRate = 16000,
        Framing = Framing.Inside(400, 160),
        FftSize = 512,
        Bands = 80,
        LowFrequency = 20,
        HighFrequency = 8000,
        Scale = MelScale.Kaldi,
        Window = WindowFunction.Povey,
        RemoveDcOffset = true,
        PreEmphasis = 0.97,
        Compression = MelCompression.NaturalLog,
        Normalization = MelNormalization.SubtractMean,
    };

    /// <summary>80 bands at 24 kHz, 50 frames per second (models/s3gen/utils/mel.py).</summary>
    public static MelConfig ForS3Gen() => new()
    {
        SampleRate = 24000,
        Framing = Framing.Padded(1920, 480, 720, EdgePadding.Reflect),
        FftSize = 1920,
        Bands = 80,
        HighFrequency = 8000,
        Spectrum = SpectrumKind.Magnitude,
        PowerOffset = 1e-9,
        Compression = MelCompression.NaturalLog,
        Floor = 1e-5,
    };
}
