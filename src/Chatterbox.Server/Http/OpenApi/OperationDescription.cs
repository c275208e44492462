namespace Chatterbox.Server.Http.OpenApi;

/// <summary>What there is to say of a route.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">The path as it is mapped, without the kinds of its parameters.</param>
/// <param name="Id">A name for generated clients.</param>
/// <param name="Summary">What it does, in a line.</param>
internal sealed record OperationDescription(string Method, string Path, string Id, string Summary)
{
    /// <summary>More about it.</summary>
    public string? Text { get; init; }

    /// <summary>Its body, or null.</summary>
    public BodyDescription? Body { get; init; }

    /// <summary>Fields that are read from the query.</summary>
    public IReadOnlyList<FieldDescription> Query { get; init; } = [];

    /// <summary>Its answers when all goes well.</summary>
    public required IReadOnlyList<AnswerDescription> Answers { get; init; }

    /// <summary>The <see cref="Errors.ErrorCodes"/> it can answer, beside those of every route.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];
}
