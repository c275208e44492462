namespace Chatterbox.Models.T3;

/// <summary>What T3 knows of the voice. Port of T3Cond in the reference's models/t3/modules/cond_enc.py.</summary>
/// <param name="SpeakerEmbedding">The voice encoder's embedding, (256).</param>
/// <param name="PromptSpeechTokens">S3 tokens of the reference recording, at most 150 (Llama) or 375 (GPT-2).</param>
/// <param name="Exaggeration">The emotion input, 0 to 1 and beyond; GPT-2 models have none and ignore it.</param>
public sealed record T3Conditioning(float[] SpeakerEmbedding, int[] PromptSpeechTokens, float Exaggeration);
