using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Http.Speech;

namespace Chatterbox.Server.Http.Clients;

/// <summary>
/// The field voice_mode of devnen's server, where clone and predefined look for a voice in different folders. Here there is one
/// library: the mode says that a voice must be named, and which field counts if there are several.
/// </summary>
internal static class VoiceMode
{
    private const string Field = "voice_mode";

    /// <summary>The fields that name the voice, the one of the mode first; without a mode as they are.</summary>
    /// <param name="fields">What the client sent.</param>
    /// <param name="voiceFields">The fields that name a voice.</param>
    /// <param name="hasRecordings">Whether recordings of a voice came with the request.</param>
    /// <exception cref="ApiException">There is no such mode, or no voice.</exception>
    public static string[] Order(RequestFields fields, string[] voiceFields, bool hasRecordings)
    {
        if (fields.Text(Field) is not { } mode)
            return voiceFields;
        string expected = mode.ToLowerInvariant() switch
        {
            "predefined" => "predefined_voice_id",
            "clone" => "reference_audio_filename",
            _ => throw ApiException.Invalid(Field, "'voice_mode' must be predefined or clone."),
        };
        if (!hasRecordings && fields.First(voiceFields) is null)
            throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.MissingField,
                $"With 'voice_mode' a voice must be named: '{expected}' is missing. Leave both out for the default voice.", expected);
        return [expected, .. voiceFields.Where(name => name != expected)];
    }
}
