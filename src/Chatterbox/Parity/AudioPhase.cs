using System.Globalization;
using Chatterbox.Audio;
using Chatterbox.Audio.Analysis;
using Chatterbox.Audio.Fft;
using Chatterbox.Audio.Mel;
using Chatterbox.Audio.Resampling;
using Chatterbox.Pipeline;
using Chatterbox.Tensors;

namespace Chatterbox.Parity;

/// <summary>Phase 1: the reference recording's signals and mels.</summary>
public sealed class AudioPhase
{
    /// <summary>60 dB of signal to error: what two resamplers of this quality may differ by.</summary>
    private const double ResampledBound = 1e-3;

    /// <summary>CAMPPlus' features where the reference's float32 transform is only noise, see docs/porting-notes.md.</summary>
    private const double NoisyBound = 3e-4;

    private const float NoiseLevel = -12;

    private static readonly string[] Signals = ["audio/ref_24k", "audio/ref_24k_loudness", "audio/ref_16k_soxr", "audio/ref_16k_torchaudio"];

    private readonly ParityContext _context;
    private readonly FamilyTraits _traits;

    private AudioPhase(ParityContext context)
    {
        _context = context;
        _traits = FamilyTraits.Of(context.Case.Family);
    }

    /// <summary>
    /// Runs the phase from the <paramref name="recording"/>, or from the recorded 24 kHz signal without one. Cases that were
    /// recorded without audio have nothing to compare here unless a recording is given.
    /// </summary>
    /// <exception cref="InvalidDataException">The audio is too short.</exception>
    public static void Run(ParityContext context, AudioClip? recording)
    {
        var phase = new AudioPhase(context);
        try
        {
            if (recording is not null)
                phase.Output("audio/ref_24k", HighQualityResampler.ToMono(recording, AudioFormat.SampleRate).Samples.ToArray(), ResampledBound);
            if (context.Has("audio/ref_24k"))
                phase.MakeSignals();
            if (HasAudio(context))
                phase.MakeMels();
        }
        catch (SignalTooShortException error)
        {
            throw new InvalidDataException($"{context.Case.Name}: the reference recording cannot be analysed. {error.Message}", error);
        }
    }

    /// <summary>Whether there is any audio to begin at: a case may be recorded without.</summary>
    internal static bool HasAudio(ParityContext context) => Array.Exists(Signals, context.Has);

    private string Whole => _traits.NormalizesLoudness ? "audio/ref_24k_loudness" : "audio/ref_24k";

    private void MakeSignals()
    {
        if (_traits.NormalizesLoudness)
            Output("audio/ref_24k_loudness", LoudnessMeter.Normalize(Signal("audio/ref_24k"), AudioFormat.SampleRate), _context.Bound);
        ReferenceSignals signals = ReferenceSignals.FromNormalized(Signal(Whole), _context.Case.Family);
        Output("audio/ref_16k_soxr", signals.Analysis, ResampledBound);
        Output("audio/ref_16k_torchaudio", signals.PromptAnalysis, _context.Bound);
    }

    private void MakeMels()
    {
        float[] prompt = Cut(Signal(Whole), ReferenceSignals.PromptSeconds * AudioFormat.SampleRate);
        float[] analysis = Signal("audio/ref_16k_soxr"), promptAnalysis = Signal("audio/ref_16k_torchaudio");
        MelSpectrogram promptMel = new MelExtractor(MelConfig.ForS3Gen()).Extract(prompt);
        Output("mel/s3gen", promptMel);
        _context.Output("ref/prompt_feat", promptMel.Values, new Shape(promptMel.Frames, promptMel.Bins));
        CompareCampPlus(promptAnalysis);
        var tokenizerMel = new MelExtractor(MelConfig.ForS3Tokenizer());
        Output("mel/s3tokenizer", tokenizerMel.Extract(promptAnalysis));
        Output("mel/s3tokenizer.1", tokenizerMel.Extract(Cut(analysis, _traits.PromptSeconds * AudioFormat.AnalysisRate)));

        (int start, int end) = SilenceTrim.FindRange(analysis);
        _context.Report.CompareIds("audio/ve_trim_range", _context.Case.Ids("audio/ve_trim_range"), [start, end]);
        Output("mel/voice_encoder", new MelExtractor(MelConfig.ForVoiceEncoder()).Extract(analysis.AsSpan(start, end - start)));
    }

    private static float[] Cut(float[] signal, int samples) => signal[..Math.Min(signal.Length, samples)];

    private float[] Signal(string name) => _context.Input(name, ShapePattern.Any);

    private void Output(string name, float[] signal, double bound) => _context.Output(name, signal, new Shape(signal.Length), bound);

    private void Output(string name, MelSpectrogram mel) =>
        _context.Output(name, Layout.Swap(mel.Values, mel.Bins, mel.Frames), new Shape(mel.Bins, mel.Frames));

    /// <summary>
    /// Kaldi's mel takes audio that is not scaled to 16 bits, so quiet bands lie where the reference's float32 transform is only noise.
    /// So values below e^-12, before the mean is taken off, have a line of their own: that of all values, with a wider bound.
    /// </summary>
    private void CompareCampPlus(float[] signal)
    {
        const string Name = "mel/campplus_fbank";
        MelSpectrogram mel = new MelExtractor(MelConfig.ForCampplus()).Extract(signal);
        var shape = new Shape(mel.Frames, mel.Bins);
        _context.Keep(Name, mel.Values, shape);
        if (!_context.Case.Has(Name))
            return;
        HostTensor recorded = _context.Case.Get(Name);
        if (ShapePattern.AreSame(recorded.Shape, shape))
            CompareLoud(Name, recorded.Values, mel.Values, new MelExtractor(MelConfig.ForCampplus() with { Normalization = MelNormalization.None }).Extract(signal).Values);
        _context.Report.Compare($"{Name} (all)", recorded, mel.Values, shape, Math.Max(NoisyBound, _context.Bound));
    }

    private void CompareLoud(string name, ReadOnlySpan<float> recorded, float[] ours, float[] levels)
    {
        int[] loud = [.. Enumerable.Range(0, ours.Length).Where(i => !(levels[i] < NoiseLevel))];
        float[] expected = new float[loud.Length];
        for (int i = 0; i < loud.Length; i++)
            expected[i] = recorded[loud[i]];
        _context.Report.Compare(name, expected, [.. loud.Select(i => ours[i])], _context.Bound);
        double share = 1 - loud.Length / (double)ours.Length;
        _context.Report.Remark(string.Create(CultureInfo.InvariantCulture, $"without the {share:P1} below e^{NoiseLevel}"));
    }
}
