namespace Chatterbox.Models.T3;

/// <summary>What fits into a T3. It outlives the weights, so that requests can be checked while a model is not loaded.</summary>
public sealed record T3Limits
{
    /// <summary>Values of the speaker embedding.</summary>
    public required int SpeakerSize { get; init; }

    /// <summary>Ids of the text vocabulary.</summary>
    public required int TextVocabulary { get; init; }

    /// <summary>Ids of the speech vocabulary, start and stop among them.</summary>
    public required int SpeechVocabulary { get; init; }

    /// <summary>Rows of the learned text positions of the Llama models, start and stop counted in; null for GPT-2.</summary>
    public required int? TextPositions { get; init; }

    /// <summary>Rows of the learned speech positions of the Llama models; null for GPT-2.</summary>
    public required int? SpeechPositions { get; init; }

    /// <summary>Positions of the transformer.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Bytes that a position of one row takes in the key-value cache.</summary>
    public required long CacheBytesPerPosition { get; init; }

    /// <summary>Text tokens that fit, start and stop not counted.</summary>
    public int MaxTextTokens => TextPositions - 2 ?? MaxPositions / 2;

    /// <summary>Speech tokens of a voice that fit.</summary>
    public int MaxPromptTokens => SpeechPositions ?? MaxPositions - 2;

    /// <summary>Speech tokens, said before and new, that fit behind <paramref name="textTokens"/> and <paramref name="promptTokens"/> of the voice.</summary>
    public int MaxSpeechTokens(int textTokens, int promptTokens) => SpeechPositions - 1 ?? MaxPositions - textTokens - promptTokens - 2;

    /// <summary>Checks that the model can read a prompt and write <paramref name="newTokens"/> behind it.</summary>
    /// <exception cref="ArgumentException">An id is in no table, or the prompt or the new tokens are too long; the message says which.</exception>
    public void Require(T3Prompt prompt, int newTokens)
    {
        (T3Conditioning voice, int[] text, int[] spoken) = prompt;
        if (voice.SpeakerEmbedding.Length != SpeakerSize)
            throw Unfit($"The speaker embedding has {voice.SpeakerEmbedding.Length} values; this model takes {SpeakerSize}. Prepare the voice with this model's files.");
        RequireIds("text", text, TextVocabulary);
        RequireIds("prompt", voice.PromptSpeechTokens, SpeechToken.Count);
        RequireIds("spoken", spoken, SpeechVocabulary);
        if (text.Length > MaxTextTokens)
            throw Unfit($"The text has {text.Length} tokens; this model reads {MaxTextTokens}.");
        if (voice.PromptSpeechTokens.Length > MaxPromptTokens)
            throw Unfit($"The voice's prompt has {voice.PromptSpeechTokens.Length} tokens; this model reads {MaxPromptTokens}.");
        int room = MaxSpeechTokens(text.Length, voice.PromptSpeechTokens.Length) - spoken.Length;
        if (newTokens < 1 || newTokens > room)
            throw Unfit($"{newTokens} new speech tokens were asked for; behind this prompt there is room for 1 to {room}.");
    }

    private static void RequireIds(string kind, int[] ids, int count)
    {
        foreach (int id in ids)
            if ((uint)id >= (uint)count)
                throw Unfit($"{id} is no {kind} token of this model; ids run from 0 to {count - 1}.");
    }

    private static ArgumentException Unfit(string message) => new(message);
}
