using Chatterbox.Server.Engine;
using Chatterbox.Server.Voices;

namespace Chatterbox.Server.Operation;

/// <summary>Starts the engine with the server and stops it before.</summary>
internal sealed partial class EngineLifetime(SpeechEngine engine, VoiceLibrary library, ILogger<EngineLifetime> log) : IHostedService
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
    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);

    [LoggerMessage(LogLevel.Warning, "No model was named: serving pico, a small demonstration model. 'chatterbox download' fetches the published ones; name theirs with --model-dir")]
    private partial void BuiltIn();

    [LoggerMessage(LogLevel.Warning, "A voice was left out: {Problem}")]
    private partial void Skipped(string problem);
}
