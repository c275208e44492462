using Chatterbox.Server.Engine;
using Chatterbox.Server.Voices;

namespace Chatterbox.Server.Operation;

/// <summary>
/// Starts the engine with the server and stops it before: while requests at hand are finished the web server still answers, and tells
/// new ones that it is going down. A web server that is stopped first takes no connections and waits for all requests, however long.
/// </summary>
internal sealed partial class EngineLifetime(SpeechEngine engine, VoiceLibrary library, ILogger<EngineLifetime> log) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (engine.State.Source.IsBuiltIn)
            BuiltIn();
        foreach (VoiceProblem problem in library.Problems)
            Skipped(problem.ToString());
        engine.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "No model was named: serving pico, a small demonstration model. 'chatterbox download' fetches the published ones; name theirs with --model-dir")]
    private partial void BuiltIn();

    [LoggerMessage(LogLevel.Warning, "A voice was left out: {Problem}")]
    private partial void Skipped(string problem);
}
