namespace Chatterbox.Server.Http;

/// <summary>Headers of this server's answers; see docs/api.md.</summary>
internal static class HeaderNames
{
    public const string RequestId = "X-Request-Id";
    public const string Seed = "X-Seed";
    public const string Voice = "X-Voice";
    public const string VoiceAlias = "X-Voice-Alias";
    public const string Model = "X-Model";
    public const string Notice = "X-Notice";
    public const string Ignored = "X-Ignored-Parameters";
    public const string Repairs = "X-Repairs";
    public const string Duration = "X-Audio-Duration";
    public const string RealTimeFactor = "X-Real-Time-Factor";
    public const string QueuePosition = "X-Queue-Position";
    public const string QueueEstimate = "X-Queue-Estimate";

    /// <summary>Those that pages of other origins may read.</summary>
    public static readonly string[] All =
        [RequestId, Seed, Voice, VoiceAlias, Model, Notice, Ignored, Repairs, Duration, RealTimeFactor, QueuePosition, QueueEstimate, "Retry-After"];
}
