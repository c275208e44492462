namespace Chatterbox.Server.Http.OpenAi;

/// <summary>The models that can be asked for.</summary>
/// <param name="Object">Always list.</param>
/// <param name="Data">The models.</param>
internal sealed record ModelList(string Object, IReadOnlyList<ModelEntry> Data);
