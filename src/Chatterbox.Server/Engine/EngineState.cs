using Chatterbox.Pipeline;

namespace Chatterbox.Server.Engine;

/// <summary>The engine at one moment.</summary>
/// <param name="Status">What it can do.</param>
/// <param name="Source">The model that it has or is to have.</param>
/// <param name="Profile">What is known of that model; null before it was ever loaded.</param>
/// <param name="Problem">Why there is no model, for the operator; null if there is one.</param>
internal sealed record EngineState(EngineStatus Status, ModelSource Source, ModelProfile? Profile, string? Problem)
{
    /// <summary>Whether requests can be taken.</summary>
    public bool TakesRequests => Status is EngineStatus.Ready or EngineStatus.Idle;
}
