namespace Chatterbox.Server.Voices;

/// <summary>How a request's voice was found.</summary>
internal enum VoiceMatch
{
    /// <summary>By its id or its name.</summary>
    Exact,

    /// <summary>By an alias that somebody gave it.</summary>
    Alias,

    /// <summary>By one of the names that stand for voices of OpenAI's service.</summary>
    OpenAiAlias,

    /// <summary>As the default voice.</summary>
    Default,
}
