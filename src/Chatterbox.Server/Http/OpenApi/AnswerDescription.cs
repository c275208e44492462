using System.Net.Mime;
using Chatterbox.Audio.Encoding;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>An answer of a route that went well.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">What it holds.</param>
/// <param name="Contents">Its media types; none for an empty body.</param>
internal sealed record AnswerDescription(int Status, string Text, params IReadOnlyList<ContentDescription> Contents)
{
    /// <summary>Names of its headers, beside the one that every answer has.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>JSON with an example.</summary>
    public static AnswerDescription Json<T>(int status, string text, string example) =>
        new(status, text, new ContentDescription(MediaTypeNames.Application.Json, typeof(T), example));

    /// <summary>Audio in each format that there is.</summary>
    public static AnswerDescription Audio(string text, params IReadOnlyList<ContentDescription> others) =>
        new(StatusCodes.Status200OK, text, [.. Enum.GetValues<EncodedFormat>().Select(format => new ContentDescription(format.ContentType())), .. others]);
}
