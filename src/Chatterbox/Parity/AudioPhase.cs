using Chatterbox.Audio;
using Chatterbox.Audio.Analysis;
using Chatterbox.Audio.Files;
using Chatterbox.Audio.Mel;
using Chatterbox.Audio.Resampling;
using Chatterbox.Pipeline;

namespace Chatterbox.Parity;

/// <summary>Phase 1: the reference recording's signals and mels.</summary>
public sealed class AudioPhase
{
    /// <summary>60 dB of signal to error: what two resamplers of this quality may differ by.</summary>
    private const double ResampledBound = 1e-3;

    private readonly ParityContext _context;
    private readonly FamilyTraits _traits;

    private AudioPhase(ParityContext context)
    {
        _context = context;
        _traits = FamilyTraits.Of(context.Case.Family);
    }

    /// <summary>
    /// Runs the phase from the recording in <paramref name="wavPath"/>, or from the recorded 24 kHz signal without one. Cases that were
    /// recorded without audio have nothing to compare here unless a recording is given.
    /// </summary>
    /// <exception cref="AudioFormatException">The recording cannot be read.</exception>
    public static void Run(ParityContext context, string? wavPath)
    {
        var phase = new AudioPhase(context);
        if (wavPath is not null)
            context.Output("audio/ref_24k", HighQualityResampler.ToMono(new AudioDecoder().Read(wavPath), AudioFormat.SampleRate).Samples.ToArray(), ResampledBound);
        if (context.Has("audio/ref_24k"))
            phase.Signals();
        if (context.Has("audio/ref_16k_soxr"))
            phase.Mels();
    }

    private string Whole => _traits.NormalizesLoudness ? "audio/ref_24k_loudness" : "audio/ref_24k";

    private void Signals()
    {
        if (_traits.NormalizesLoudness)
            _context.Output("audio/ref_24k_loudness", LoudnessMeter.Normalize(_context.Input("audio/ref_24k"), AudioFormat.SampleRate));
        ReferenceSignals signals = ReferenceSignals.FromNormalized(_context.Input(Whole), _context.Case.Family);
        _context.Output("audio/ref_16k_soxr", signals.Analysis, ResampledBound);
        _context.Output("audio/ref_16k_torchaudio", signals.PromptAnalysis);
    }

    private void Mels()
    {
        float[] prompt = Cut(_context.Input(Whole), ReferenceSignals.PromptSeconds * AudioFormat.SampleRate);
        float[] analysis = _context.Input("audio/ref_16k_soxr"), promptAnalysis = _context.Input("audio/ref_16k_torchaudio");
        MelSpectrogram promptMel = new MelExtractor(MelConfig.ForS3Gen()).Extract(prompt);
        Compare("mel/s3gen", promptMel);
        _context.Output("ref/prompt_feat", promptMel.Values);
        CompareCampPlus(promptAnalysis);
        var tokenizerMel = new MelExtractor(MelConfig.ForS3Tokenizer());
        Compare("mel/s3tokenizer", tokenizerMel.Extract(promptAnalysis));
        Compare("mel/s3tokenizer.1", tokenizerMel.Extract(Cut(analysis, _traits.PromptSeconds * AudioFormat.AnalysisRate)));

        (int start, int end) = SilenceTrim.FindRange(analysis);
        _context.Report.CompareIds("audio/ve_trim_range", _context.Case.Ids("audio/ve_trim_range"), [start, end]);
        Compare("mel/voice_encoder", new MelExtractor(MelConfig.ForVoiceEncoder()).Extract(analysis.AsSpan(start, end - start)));
    }

    private static float[] Cut(float[] signal, int samples) => signal[..Math.Min(signal.Length, samples)];

    private void Compare(string name, MelSpectrogram mel) => _context.Output(name, Layout.Swap(mel.Values, mel.Bins, mel.Frames));

    /// <summary>
    /// Kaldi's mel takes audio that is not scaled to 16 bits, so quiet bands lie where the reference's float32 transform is only noise.
    /// Values below e^-12, before the mean is taken off, are left out of the comparison, not of what later phases get.
    /// </summary>
    private void CompareCampPlus(float[] signal)
    {
        const float NoiseLevel = -12;
        MelSpectrogram mel = new MelExtractor(MelConfig.ForCampplus()).Extract(signal);
        MelSpectrogram levels = new MelExtractor(MelConfig.ForCampplus() with { Normalization = MelNormalization.None }).Extract(signal);
        float[] recorded = _context.Case.Tensors.ReadFloats("mel/campplus_fbank"), ours = [.. mel.Values];
        if (recorded.Length == ours.Length)
            for (int i = 0; i < ours.Length; i++)
                if (levels.Values[i] < NoiseLevel)
                    ours[i] = recorded[i];
        _context.Report.Compare("mel/campplus_fbank", recorded, ours, _context.Bound);
        _context.Keep("mel/campplus_fbank", mel.Values);
    }
}
