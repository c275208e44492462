using Chatterbox.Tensors;

namespace Chatterbox.Checkpoints;

/// <summary>
/// A voice as the reference saves it: what T3 and S3Gen are conditioned on (<c>Conditionals</c> in the reference's tts.py).
/// Sizes and values were checked when it was loaded.
/// </summary>
public sealed class Conditionals
{
    /// <summary>Length of <see cref="SpeakerEmbedding"/>.</summary>
    public const int SpeakerEmbeddingSize = 256;

    /// <summary>Length of <see cref="XVector"/>.</summary>
    public const int XVectorSize = 192;

    /// <summary>Mel bins per frame of <see cref="PromptMel"/>.</summary>
    public const int MelBins = 80;

    /// <summary>Speech token ids are below this.</summary>
    public const int SpeechTokenCount = 6561;

    private const float NeutralEmotion = 0.5f;

    private Conditionals(float[] speakerEmbedding, int[] promptSpeechTokens, float emotionAdv, int[] promptTokens, float[] promptMel, float[] xVector)
    {
        SpeakerEmbedding = speakerEmbedding;
        PromptSpeechTokens = promptSpeechTokens;
        EmotionAdv = emotionAdv;
        PromptTokens = promptTokens;
        PromptMel = promptMel;
        XVector = xVector;
    }

    /// <summary>The voice encoder's embedding for T3, of length 256 and norm 1.</summary>
    public float[] SpeakerEmbedding { get; }

    /// <summary>The reference's speech tokens at 25 Hz that T3 reads; may be empty.</summary>
    public int[] PromptSpeechTokens { get; }

    /// <summary>T3's emotion value; 0.5, which is neutral, when the file has none.</summary>
    public float EmotionAdv { get; }

    /// <summary>The reference's speech tokens at 25 Hz that S3Gen continues.</summary>
    public int[] PromptTokens { get; }

    /// <summary>The reference's log mel at 50 Hz, <see cref="PromptFrames"/> times 80 values, frame after frame.</summary>
    public float[] PromptMel { get; }

    /// <summary>Frames of <see cref="PromptMel"/>: two for each of <see cref="PromptTokens"/>, and at most one more.</summary>
    public int PromptFrames => PromptMel.Length / MelBins;

    /// <summary>CAMPPlus' speaker embedding for S3Gen, of length 192, not normalised.</summary>
    public float[] XVector { get; }

    /// <summary>
    /// Loads a voice from <c>conds.pt</c>, or from <c>conds.safetensors</c> with the same tensors under dotted names. Tokens
    /// may be stored as floats, as the reference does for voices that were used before they were saved.
    /// </summary>
    /// <exception cref="CheckpointException">The file is malformed, or its parts do not fit together.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Conditionals Load(string path)
    {
        // What the reference caches in a used voice is computed from the tokens again.
        ConditionTensors tensors = ConditionTensors.Load(path, "t3.cond_prompt_speech_emb", "t3.clap_emb");
        ConditionReader reader = new(path, tensors);
        int[] promptTokens = reader.Tokens("gen.prompt_token", SpeechTokenCount);
        reader.RequireValue("gen.prompt_token_len", promptTokens.Length);
        float[] promptMel = reader.Floats("gen.prompt_feat", 1, -1, MelBins);
        int frames = promptMel.Length / MelBins;
        reader.RequireValue("gen.prompt_feat_len", frames);
        if (promptTokens.Length == 0 || frames / 2 != promptTokens.Length)
        {
            throw new CheckpointException(
                $"{path}: {promptTokens.Length} prompt tokens and {frames} mel frames were not made from the same recording: there are two frames a token.");
        }
        return new Conditionals(
            reader.Floats("t3.speaker_emb", 1, SpeakerEmbeddingSize),
            reader.Has("t3.cond_prompt_speech_tokens") ? reader.Tokens("t3.cond_prompt_speech_tokens", SpeechTokenCount) : [],
            reader.Has("t3.emotion_adv") ? reader.Number("t3.emotion_adv") : NeutralEmotion,
            promptTokens,
            promptMel,
            reader.Floats("gen.embedding", 1, XVectorSize));
    }
}
