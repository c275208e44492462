namespace Chatterbox.Tests.Server.Download;

/// <summary>A request as it arrived.</summary>
/// <param name="Target">What stands behind GET.</param>
/// <param name="Headers">The headers by name.</param>
internal sealed record HubRequest(string Target, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>A header, or null.</summary>
    public string? this[string name] => Headers.GetValueOrDefault(name);
}
