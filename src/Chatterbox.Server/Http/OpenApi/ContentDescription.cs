namespace Chatterbox.Server.Http.OpenApi;

/// <summary>One media type of an answer. With neither a body nor an example it is bytes.</summary>
/// <param name="MediaType">Its content type.</param>
/// <param name="Body">The type that is written as JSON, or null.</param>
/// <param name="Example">An example: JSON where there is a body, otherwise text.</param>
internal sealed record ContentDescription(string MediaType, Type? Body = null, string? Example = null);
