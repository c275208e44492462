using Chatterbox.Audio;
using Chatterbox.Audio.Encoding;
using Chatterbox.Pipeline;
using Chatterbox.Server.Engine;
using Chatterbox.Server.Voices;
using Chatterbox.Tensors;

namespace Chatterbox.Server.Http.Errors;

/// <summary>From exceptions to answers, in one place. What is not known here is a bug, and its message stays in the log.</summary>
internal static class ErrorMap
{
    /// <summary>The answer to an exception.</summary>
    public static ApiException Of(Exception error) => error switch
    {
        ApiException known => known,
        QueueFullException full => new(StatusCodes.Status429TooManyRequests, ErrorCodes.QueueFull, full.Message) { RetryAfter = full.RetryAfter },
        EngineUnavailableException => new(StatusCodes.Status503ServiceUnavailable, ErrorCodes.ModelUnavailable, error.Message) { RetryAfter = TimeSpan.FromSeconds(5) },
        VoiceNotFoundException => new(StatusCodes.Status404NotFound, ErrorCodes.VoiceNotFound, error.Message, "voice"),
        VoiceConflictException => new(StatusCodes.Status409Conflict, ErrorCodes.VoiceExists, error.Message, "name"),
        VoiceNameException => new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidValue, error.Message, "name"),
        VoiceException or AudioFormatException => new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidVoice, error.Message, "voice"),
        VoiceStorageException => new(StatusCodes.Status507InsufficientStorage, ErrorCodes.StorageFailed, error.Message),
        AudioEncodingException { Reason: EncodingFailure.ProgramMissing } => new(StatusCodes.Status501NotImplemented, ErrorCodes.EncodingUnavailable, error.Message, "response_format"),
        AudioEncodingException => new(StatusCodes.Status500InternalServerError, ErrorCodes.EncodingFailed, error.Message),
        SynthesisException => new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidValue, error.Message, "input"),
        NoSpeechException => new(StatusCodes.Status500InternalServerError, ErrorCodes.SynthesisFailed, error.Message),
        CheckpointException => new(StatusCodes.Status500InternalServerError, ErrorCodes.SynthesisFailed, "The model or this voice gives no numbers. Try another voice, and tell the operator."),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(StatusCodes.Status413PayloadTooLarge, ErrorCodes.BodyTooLarge, "The body is larger than this server takes."),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => new(StatusCodes.Status408RequestTimeout, ErrorCodes.SlowClient, "The body came too slowly."),
        BadHttpRequestException bad => new(bad.StatusCode, ErrorCodes.InvalidBody, "The request is malformed or was not sent to its end."),
        InvalidDataException => new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidBody, "The form is malformed, or has more or larger parts than this server takes."),
        _ => new(StatusCodes.Status500InternalServerError, ErrorCodes.Internal, "Something went wrong in the server. The operator finds it in the log by the request id."),
    };

    /// <summary>The answer to a request whose work was stopped.</summary>
    public static ApiException Of(StopReason reason) => reason switch
    {
        StopReason.Deadline => new(StatusCodes.Status504GatewayTimeout, ErrorCodes.TimedOut, "The request took longer than this server allows. Send a shorter text, or try again when it is less busy."),
        StopReason.SlowClient => new(StatusCodes.Status408RequestTimeout, ErrorCodes.SlowClient, "The audio was not taken in time."),
        _ => new(StatusCodes.Status503ServiceUnavailable, ErrorCodes.ModelUnavailable, "The server is going down.") { RetryAfter = TimeSpan.FromSeconds(5) },
    };
}
