namespace Chatterbox.Server.Voices;

/// <summary>Which voice a request speaks with.</summary>
/// <param name="Voice">The voice of the library; null for the model's own.</param>
/// <param name="Match">How it was found.</param>
internal sealed record ResolvedVoice(VoiceEntry? Voice, VoiceMatch Match)
{
    /// <summary>Its name.</summary>
    public string Name => Voice?.Name ?? VoiceAliases.BuiltIn;

    /// <summary>Whether the request used another name than the voice's own.</summary>
    public bool TookAlias => Match is VoiceMatch.Alias or VoiceMatch.OpenAiAlias;
}
