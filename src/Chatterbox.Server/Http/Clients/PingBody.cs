using System.Text.Json.Serialization;

namespace Chatterbox.Server.Http.Clients;

/// <summary>An answer that only says that there is one.</summary>
/// <param name="Status">Always ok.</param>
/// <param name="Message">What it says.</param>
internal sealed record PingBody([property: JsonPropertyName("status")] string Status, [property: JsonPropertyName("message")] string Message);
