namespace Chatterbox.Text;

/// <summary>Which added tokens of a tokenizer the text of a user may name.</summary>
public enum SpecialTokens
{
    /// <summary>
    /// Only paralinguistic tags such as [laugh]. Everything else in brackets ([STOP], [en], [cj_a]) is read as text,
    /// so no text can end, start or switch the language of an utterance.
    /// </summary>
    TagsOnly,

    /// <summary>All of them, as in the reference. For comparing with it, and for text that can be trusted.</summary>
    AsReference,
}
