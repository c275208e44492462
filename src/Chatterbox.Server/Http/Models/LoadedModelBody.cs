using Chatterbox.Server.Engine;

namespace Chatterbox.Server.Http.Models;

/// <summary>The model that speaks.</summary>
/// <param name="Model">Its name among those of /models.</param>
/// <param name="Family">original, multilingual, turbo or nano; null before it was ever loaded.</param>
/// <param name="Status">ready; idle: its memory was given back, and the next request loads it; loading, failed or stopping.</param>
internal sealed record LoadedModelBody(string Model, string? Family, string Status)
{
    /// <summary>That of the engine.</summary>
    public static LoadedModelBody Of(EngineState state) =>
        new(ModelShelf.NameOf(state.Source), state.Profile?.Family.ToString().ToLowerInvariant(), state.Status.ToString().ToLowerInvariant());
}
