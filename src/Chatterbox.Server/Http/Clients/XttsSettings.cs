using Chatterbox.Audio.Encoding;
using Chatterbox.Server.Http.Speech;

namespace Chatterbox.Server.Http.Clients;

/// <summary>The settings that clients of the XTTS server set for all of its requests.</summary>
internal static class XttsSettings
{
    private const double Wide = 1000;

    /// <summary>Checks those that are there.</summary>
    /// <exception cref="Errors.ApiException">One is of the wrong kind or out of its range.</exception>
    public static void Require(RequestFields fields)
    {
        fields.Integer("stream_chunk_size", 1, 100_000);
        fields.Number("temperature", 0, 5);
        fields.Number("speed", EncoderSettings.MinSpeed, EncoderSettings.MaxSpeed);
        fields.Number("length_penalty", -Wide, Wide);
        fields.Number("repetition_penalty", 0, Wide);
        fields.Number("top_p", 0, 1);
        fields.Integer("top_k", 0, 100_000);
        fields.Flag("enable_text_splitting");
    }
}
