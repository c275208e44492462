namespace Chatterbox.Server.Http.Models;

/// <summary>The models that may be loaded.</summary>
/// <param name="Models">Their names.</param>
/// <param name="Loaded">The one that speaks.</param>
internal sealed record ShelfBody(IReadOnlyList<string> Models, LoadedModelBody Loaded);
