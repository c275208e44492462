namespace Chatterbox.Server.Voices;

/// <summary>There is no such voice, alias or recording; the message names what was asked for.</summary>
internal sealed class VoiceNotFoundException(string message) : Exception(message)
{
    /// <summary>The error for a name that no voice has.</summary>
    public static VoiceNotFoundException For(string name) =>
        new($"There is no voice '{VoiceName.Printable(name)}'. List the voices to see their names.");
}
