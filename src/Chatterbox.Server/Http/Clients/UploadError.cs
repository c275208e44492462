using System.Text.Json.Serialization;

namespace Chatterbox.Server.Http.Clients;

/// <summary>A file that became no voice.</summary>
/// <param name="FileName">Its name, as it was sent.</param>
/// <param name="Error">What is wrong with it and what to do.</param>
internal sealed record UploadError([property: JsonPropertyName("filename")] string FileName, [property: JsonPropertyName("error")] string Error);
