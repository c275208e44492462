using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>
/// The vocoder: a neural source filter whose last step is an inverse Fourier transform (HiFTNet, arXiv 2309.09493).
/// Port of HiFTGenerator (chatterbox models/s3gen/hifigan.py) as s3gen.py sets it up. The costly part runs in windows,
/// see <see cref="WindowedRun"/>; fundamental frequency and source are made over the whole utterance before.
/// </summary>
public sealed class HiFTGenerator
{
    /// <summary>Samples at 24 kHz of a mel frame.</summary>
    public const int SamplesPerFrame = 480;

    /// <summary>Multiply-adds of a window: about 0.16 s at 100 GFLOP/s.</summary>
    public const long DefaultWindowWork = 8_000_000_000;

    private const int SpectrumRate = SamplesPerFrame / Stft16.Hop;
    private const float PostSlope = 0.01f;
    private const float MaxMagnitude = 100;
    private const float MaxSample = 0.99f;

    private static readonly int[] Strides = [8, 5, 3];
    private static readonly int[] Kernels = [16, 11, 7];

    private readonly Engine _engine;
    private readonly F0Predictor _f0Predictor;
    private readonly HarmonicSource _source;
    private readonly Stft16 _stft;
    private readonly Istft16 _istft;
    private readonly Conv1d _convPre;
    private readonly UpsampleStage[] _stages;
    private readonly Conv1d _convPost;
    private readonly long _windowWork;

    /// <summary>Takes everything below <c>mel2wav</c>. <paramref name="windowWork"/> bounds the multiply-adds of a window.</summary>
    /// <exception cref="CheckpointException">A tensor is missing or has another shape.</exception>
    public HiFTGenerator(Weights w, long windowWork = DefaultWindowWork)
    {
        (_engine, _windowWork) = (w.Engine, windowWork);
        _f0Predictor = new F0Predictor(w.At("f0_predictor"));
        _source = new HarmonicSource(w.At("m_source"));
        _convPre = Conv1d.Same(w.At("conv_pre").For(WeightRole.Renderer), inputs: FlowReference.MelBins);
        _stages = new UpsampleStage[Strides.Length];
        int rate = 1, channels = _convPre.Outputs;
        for (int i = 0; i < _stages.Length; i++)
        {
            _stages[i] = new UpsampleStage(w.For(WeightRole.Renderer), channels, i, rate, Strides[i], Kernels[i], padLeft: i == _stages.Length - 1);
            rate *= Strides[i];
            channels = _stages[i].Outputs;
        }

        _convPost = Conv1d.Same(w.At("conv_post"), inputs: channels);
        if (_convPost.Outputs != 2 * Stft16.Bins)
            throw new CheckpointException($"'{w.Prefix}conv_post' gives {_convPost.Outputs} channels; HiFT has {2 * Stft16.Bins}.");
        (_stft, _istft) = (new Stft16(_engine), new Istft16(_engine));
    }

    /// <summary>Harmonics of the source, for each of which there is noise: 9.</summary>
    public int Harmonics => _source.Harmonics;

    /// <summary>Mel (1, T, 80) to audio at 24 kHz in [-0.99, 0.99], (1, 480 T, 1). Progress goes from 0 to 1.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two windows.</exception>
    public Tensor Forward(Tensor mel, IHarmonicNoise noise, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        Decode(mel, GenerateSource(mel, noise, cancellation), progress, cancellation);

    /// <summary>The source of the utterance with the mel (1, T, 80): 480 T samples.</summary>
    public float[] GenerateSource(Tensor mel, IHarmonicNoise noise, CancellationToken cancellation = default)
    {
        using Scope scope = _engine.BeginScope();
        float[] source = _source.Generate(_f0Predictor.Forward(mel).ToArray(), noise, cancellation);
        _engine.FromHost(source, new Shape(1, source.Length, 1)).Tap("hift/source");
        return source;
    }

    /// <summary>Mel (1, T, 80) and source, 480 T samples, to audio (1, 480 T, 1).</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two windows.</exception>
    public Tensor Decode(
        Tensor mel, ReadOnlySpan<float> source, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        int frames = mel.Dim(1);
        if (frames == 0 || source.Length != frames * SamplesPerFrame)
            throw new ArgumentException($"{source.Length} samples of source do not go with {frames} mel frames; this is a bug.", nameof(source));
        using Scope scope = _engine.BeginScope();
        Pass last = LastPass();
        long work = _stages[0].WholePass.Work + _stages[1].WholePass.Work + last.Work;
        WindowedRun run = new(_engine, frames, _windowWork, work, progress, cancellation);
        Track spectrum = new(_stft.Forward(source), SpectrumRate, Extra: 1); // (1, 120 T + 1, 18)
        Track x = new(_convPre.Forward(mel).Tap("hift/conv_pre"), Rate: 1); // (1, T, C)
        x = _stages[0].RunByParts(run, x, spectrum); // (1, 8 T, C / 2)
        x = run.Run(_stages[1].WholePass, window => _stages[1].Forward(window.Cut(x), window.Cut(spectrum))); // (1, 40 T, C / 4)
        Track audio = run.Run(last, window => Finish(_stages[2].Forward(window.Cut(x), window.Cut(spectrum)))); // (1, 480 T, 1)
        return scope.Keep(audio.Frames).Tap("hift/wav");
    }

    /// <summary>The last stage with <see cref="Finish"/>. A spoilt frame of the spectrum spoils the 16 samples that it is added to.</summary>
    private Pass LastPass()
    {
        Pass stage = _stages[2].WholePass;
        int frames = stage.Reach + (_convPost.Kernel - 1) / 2;
        return new Pass(SamplesPerFrame, 0, Stft16.Hop * (frames + 1), stage.Work + SpectrumRate * _convPost.Work);
    }

    /// <summary>What follows the stages: x (1, F, C) to magnitudes and phases, and these to samples (1, 4 (F - 1), 1).</summary>
    private Tensor Finish(Tensor x)
    {
        using Scope scope = _engine.BeginScope();
        x = _convPost.Forward(x.Activate(Activation.LeakyRelu(PostSlope))).Tap("hift/conv_post"); // (1, F, 18)
        Tensor magnitude = _engine.Clamp(x.Slice(2, 0, Stft16.Bins).Activate(ActivationKind.Exp), 0, MaxMagnitude); // (1, F, 9)
        Tensor phase = x.Slice(2, Stft16.Bins, Stft16.Bins).Activate(ActivationKind.Sin); // (1, F, 9)
        Tensor real = magnitude.Mul(phase.Activate(ActivationKind.Cos)), imaginary = magnitude.Mul(phase.Activate(ActivationKind.Sin));
        Tensor samples = _istft.Forward(_engine.Concat(2, real, imaginary)); // (1, 4 (F - 1), 1)
        return scope.Keep(_engine.Clamp(samples, -MaxSample, MaxSample));
    }
}
