using System.Text.Json.Serialization;

namespace Chatterbox.Server.Http.OpenAi;

/// <summary>A model as OpenAI describes it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Object">Always model.</param>
/// <param name="Created">When the server started, in seconds since 1970.</param>
/// <param name="OwnedBy">Whose it is.</param>
internal sealed record ModelEntry(string Id, string Object, long Created, [property: JsonPropertyName("owned_by")] string OwnedBy);
