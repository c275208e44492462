namespace Chatterbox.Server.Http.Service;

/// <summary>How the server is.</summary>
/// <param name="Status">live; or ready, idle, loading, failed, stopping.</param>
/// <param name="Model">What the model is called.</param>
/// <param name="Problem">Why there is no model and what to do, or null.</param>
internal sealed record Health(string Status, string Model, string? Problem);
