namespace Chatterbox.Server.Operation;

/// <summary>Marks a route that answers without a key.</summary>
/// <param name="ListsOnly">Whether it is a list of models or voices, which the operator must open first.</param>
internal sealed record KeyNotNeeded(bool ListsOnly);
