namespace Chatterbox.Server.Http.Errors;

/// <summary>An error as OpenAI's clients read it; all four keys are always there.</summary>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Param">The field at fault, or null.</param>
/// <param name="Code">A stable word for programs.</param>
internal sealed record ErrorBody(string Message, string Type, string? Param, string? Code);
