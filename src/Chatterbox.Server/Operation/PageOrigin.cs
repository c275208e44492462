namespace Chatterbox.Server.Operation;

/// <summary>Origins of web pages, as the setting CorsOrigins names them.</summary>
internal static class PageOrigin
{
    /// <summary>Stands for every origin.</summary>
    public const string Any = "*";

    /// <summary>
    /// An origin as browsers send it, without a slash at its end or a port that goes without saying; null if the text is none, or
    /// names more than an origin.
    /// </summary>
    public static string? Canonical(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? origin) && origin is { Host.Length: > 0, UserInfo: "", PathAndQuery: "" or "/", Fragment: "" }
            ? origin.GetLeftPart(UriPartial.Authority)
            : null;
}
