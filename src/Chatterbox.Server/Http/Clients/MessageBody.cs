using System.Text.Json.Serialization;

namespace Chatterbox.Server.Http.Clients;

/// <summary>A word to the client's user.</summary>
/// <param name="Message">What it says.</param>
internal sealed record MessageBody([property: JsonPropertyName("message")] string Message);
