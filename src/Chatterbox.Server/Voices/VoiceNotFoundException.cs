namespace Chatterbox.Server.Voices;

/// <summary>There is no such voice, alias or recording; the message names what was asked for.</summary>
internal sealed class VoiceNotFoundException(string message) : Exception(message)
{
    private const string Advice = "List the voices to see their names.";

    /// <summary>The error for a name that no voice has. A path is not repeated: no answer looks as if there were one.</summary>
    public static VoiceNotFoundException For(string name) => new(name.AsSpan().ContainsAny('/', '\\')
        ? $"There is no such voice: the name of a voice is no path. {Advice}"
        : $"There is no voice '{VoiceName.Printable(name)}'. {Advice}");
}
