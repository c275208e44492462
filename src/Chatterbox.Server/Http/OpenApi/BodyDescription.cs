namespace Chatterbox.Server.Http.OpenApi;

/// <summary>The body of a request.</summary>
/// <param name="Fields">Its fields.</param>
/// <param name="Example">A JSON body as an example; null where only forms are taken.</param>
/// <param name="TakesForms">Whether a form is taken.</param>
internal sealed record BodyDescription(IReadOnlyList<FieldDescription> Fields, string? Example, bool TakesForms);
