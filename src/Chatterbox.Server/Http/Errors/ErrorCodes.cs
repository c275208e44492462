namespace Chatterbox.Server.Http.Errors;

/// <summary>The words that tell errors apart. They never change; see docs/api.md.</summary>
internal static class ErrorCodes
{
    public const string InvalidBody = "invalid_body";
    public const string InvalidValue = "invalid_value";
    public const string MissingField = "missing_field";
    public const string TextTooLong = "text_too_long";
    public const string UnsupportedFormat = "unsupported_format";
    public const string BodyTooLarge = "body_too_large";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string InvalidApiKey = "invalid_api_key";
    public const string VoiceNotFound = "voice_not_found";
    public const string VoiceExists = "voice_exists";
    public const string InvalidVoice = "invalid_voice";
    public const string ModelNotFound = "model_not_found";
    public const string NotFound = "not_found";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string QueueFull = "queue_full";
    public const string RateLimited = "rate_limited";
    public const string ModelUnavailable = "model_unavailable";
    public const string StorageFailed = "storage_failed";
    public const string EncodingUnavailable = "encoding_unavailable";
    public const string EncodingFailed = "encoding_failed";
    public const string SynthesisFailed = "synthesis_failed";
    public const string TimedOut = "timed_out";
    public const string ModelsClosed = "models_closed";
    public const string ForeignOrigin = "foreign_origin";
    public const string SlowClient = "slow_client";
    public const string Internal = "internal_error";
}
