using Chatterbox.Audio;
using Chatterbox.Audio.Analysis;
using Chatterbox.Audio.Mel;
using Chatterbox.Audio.Resampling;
using Chatterbox.Checkpoints;
using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Tensors;

namespace Chatterbox.Pipeline;

/// <summary>
/// Makes voices from recordings: voice encoder, S3 tokenizer and CAMPPlus over the recording's mels. Port of prepare_conditionals in
/// the reference's tts.py and of embed_ref in models/s3gen/s3gen.py.
/// </summary>
public sealed class VoicePreparer
{
    private readonly Engine _engine;
    private readonly ModelFamily _family;
    private readonly VoiceModels _models;
    private readonly MelExtractor _s3GenMel = new(MelConfig.ForS3Gen());
    private readonly MelExtractor _campPlusMel = new(MelConfig.ForCampplus());
    private readonly MelExtractor _tokenizerMel = new(MelConfig.ForS3Tokenizer());
    private readonly MelExtractor _voiceEncoderMel = new(MelConfig.ForVoiceEncoder());

    /// <summary>Loads the three models.</summary>
    /// <exception cref="CheckpointException">A tensor is missing, has another shape or is not known.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public VoicePreparer(Engine engine, CheckpointSources sources, CancellationToken cancellation = default)
    {
        (_engine, _family) = (engine, sources.Family);
        _models = new VoiceModels(engine, sources, cancellation);
    }

    /// <summary>
    /// The voice of one or several recordings of a speaker. Their speaker embeddings are averaged; the prompts are made of the
    /// recordings one after the other.
    /// </summary>
    /// <exception cref="VoiceException">A recording cannot serve; the message says why.</exception>
    public Voice Prepare(IReadOnlyList<AudioClip> clips, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfZero(clips.Count, nameof(clips));
        foreach (AudioClip clip in clips)
            Require(clip, FamilyTraits.ShortestRecording);
        AudioClip joined = Join(clips);
        Require(joined, FamilyTraits.Of(_family).MinimumReference);
        ReferenceSignals signals = ReferenceSignals.From(joined, _family);
        float[] embedding = Run(
            () => MeanEmbedding(clips.Count == 1 ? [signals] : [.. clips.Select(clip => ReferenceSignals.From(clip, _family))]), cancellation);
        MelSpectrogram mel = _s3GenMel.Extract(signals.Prompt);
        int[] tokens = Run(() => _models.Tokenizer.Tokenize(_tokenizerMel.Extract(signals.PromptAnalysis), cancellation: cancellation), cancellation);
        float[] xVector = Run(() => _models.CampPlus.Embed(_campPlusMel.Extract(signals.PromptAnalysis)), cancellation);
        int[] t3Tokens = Run(
            () => _models.Tokenizer.Tokenize(_tokenizerMel.Extract(signals.T3Prompt), FamilyTraits.Of(_family).PromptTokens, cancellation), cancellation);

        // A recording that is no multiple of 40 ms has a token more than its mel has pairs of frames.
        int[] promptTokens = tokens[..Math.Min(tokens.Length, mel.Frames / 2)];
        return new Voice(_family, embedding, t3Tokens, new FlowReference(promptTokens, mel.Values, xVector));
    }

    /// <summary>The speaker embedding alone of a recording, of norm 1.</summary>
    /// <exception cref="VoiceException">The recording cannot serve; the message says why.</exception>
    public float[] Embed(AudioClip clip, CancellationToken cancellation = default)
    {
        Require(clip, FamilyTraits.ShortestRecording);
        cancellation.ThrowIfCancellationRequested();
        return MeanEmbedding([ReferenceSignals.From(clip, _family)]);
    }

    /// <summary>Runs a model and gives its memory back, since no later work takes so much, nor blocks of the same sizes.</summary>
    private T Run<T>(Func<T> model, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        T result = model();
        _engine.Trim();
        return result;
    }

    private static AudioClip Join(IReadOnlyList<AudioClip> clips)
    {
        if (clips.Count == 1)
            return clips[0];
        float[] samples = [.. clips.SelectMany(clip => HighQualityResampler.ToMono(clip, AudioFormat.SampleRate).Samples.ToArray())];
        return new AudioClip(samples, AudioFormat.SampleRate);
    }

    private static void Require(AudioClip clip, TimeSpan minimum)
    {
        ReferenceFinding? error = ReferenceCheck.Examine(clip, minimum)
            .FirstOrDefault(finding => finding.Severity == FindingSeverity.Error);
        if (error is not null)
            throw new VoiceException(error.Message);
    }

    private float[] MeanEmbedding(IReadOnlyList<ReferenceSignals> recordings)
    {
        float[] mean = new float[_models.VoiceEncoder.EmbeddingSize];
        foreach (ReferenceSignals recording in recordings)
        {
            float[] embedding = _models.VoiceEncoder.Embed(_voiceEncoderMel.Extract(recording.Voiced));
            for (int i = 0; i < mean.Length; i++)
                mean[i] += embedding[i] / recordings.Count;
        }

        return mean;
    }
}
