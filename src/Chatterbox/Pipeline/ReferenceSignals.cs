using Chatterbox.Audio;
using Chatterbox.Audio.Analysis;
using Chatterbox.Audio.Resampling;

namespace Chatterbox.Pipeline;

/// <summary>
/// A reference recording in the forms that the models take. Port of the signal chain in prepare_conditionals of the reference's
/// tts.py and tts_turbo.py: always by way of 24 kHz, even for a recording at 16 kHz.
/// </summary>
public sealed class ReferenceSignals
{
    /// <summary>Seconds of the recording that S3Gen continues.</summary>
    public const int PromptSeconds = 10;

    private ReferenceSignals(float[] whole, ModelFamily family)
    {
        FamilyTraits traits = FamilyTraits.Of(family);
        Whole = whole;
        Analysis = HighQualityResampler.Resample(Whole, AudioFormat.SampleRate, AudioFormat.AnalysisRate);
        Prompt = Whole[..Math.Min(Whole.Length, PromptSeconds * AudioFormat.SampleRate)];
        PromptAnalysis = new TorchaudioResampler(AudioFormat.SampleRate, AudioFormat.AnalysisRate).Resample(Prompt);
        T3Prompt = Analysis[..Math.Min(Analysis.Length, traits.PromptSeconds * AudioFormat.AnalysisRate)];
        VoicedRange = SilenceTrim.FindRange(Analysis);
    }

    /// <summary>The recording as mono at 24 kHz, at the family's loudness.</summary>
    public float[] Whole { get; }

    /// <summary>All of it at 16 kHz, for the voice encoder.</summary>
    public float[] Analysis { get; }

    /// <summary>The first 10 s at 24 kHz, for S3Gen's mel.</summary>
    public float[] Prompt { get; }

    /// <summary>The first 10 s at 16 kHz, resampled as torchaudio does, for S3Gen's tokens and the x-vector.</summary>
    public float[] PromptAnalysis { get; }

    /// <summary>The first 6 or 15 s at 16 kHz, for T3's tokens.</summary>
    public float[] T3Prompt { get; }

    /// <summary>Where in <see cref="Analysis"/> there is more than silence, as sample indices.</summary>
    public (int Start, int End) VoicedRange { get; }

    /// <summary><see cref="Analysis"/> without the silence at its ends.</summary>
    public ReadOnlySpan<float> Voiced => Analysis.AsSpan(VoicedRange.Start, VoicedRange.End - VoicedRange.Start);

    /// <summary>The signals of a recording at any rate, with any number of channels.</summary>
    public static ReferenceSignals From(AudioClip clip, ModelFamily family)
    {
        float[] decoded = HighQualityResampler.ToMono(clip, AudioFormat.SampleRate).Samples.ToArray();
        bool normalizes = FamilyTraits.Of(family).NormalizesLoudness;
        return new ReferenceSignals(normalizes ? LoudnessMeter.Normalize(decoded, AudioFormat.SampleRate) : decoded, family);
    }

    /// <summary>The signals of a recording that is mono at 24 kHz and at the family's loudness already.</summary>
    public static ReferenceSignals FromNormalized(float[] whole, ModelFamily family) => new(whole, family);
}
