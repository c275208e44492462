using Chatterbox.Checkpoints;
using Chatterbox.Models.Perth;
using Chatterbox.Pipeline;
using Chatterbox.Pipeline.Scheduling;

namespace Chatterbox.Server.Engine;

/// <summary>A model in memory with all that works on it; disposing gives the memory back. Used by the engine's thread alone.</summary>
internal sealed class LoadedModel : IDisposable
{
    private readonly CheckpointFolder _folder;
    private readonly Tensors.Engine _engine;

    /// <summary>Loads a model.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="settings">Threads and limits.</param>
    /// <param name="betweenUnits">See <see cref="SpeechScheduler"/>.</param>
    /// <param name="cancellation">Gives loading up.</param>
    /// <exception cref="Tensors.CheckpointException">Files are missing or malformed.</exception>
    /// <exception cref="OperationCanceledException">Loading was given up.</exception>
    public LoadedModel(ModelSource source, EngineSettings settings, Action betweenUnits, CancellationToken cancellation)
    {
        _folder = source.Open();
        _engine = EngineFactory.Create(settings.Device, settings.Threads, settings.Precision);
        try
        {
            Model = ChatterboxModel.Load(_engine, _folder, cancellation);
            Scheduler = new SpeechScheduler(Model, PerthWatermark.Open(_engine, BundledFiles.Watermark), settings.Scheduler, betweenUnits);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The model.</summary>
    public ChatterboxModel Model { get; }

    /// <summary>Works on the jobs.</summary>
    public SpeechScheduler Scheduler { get; }

    /// <summary>Bytes of weights, activations and tables.</summary>
    public long MemoryBytes => _engine.WeightBytes + _engine.MemoryBytes;

    /// <inheritdoc/>
    public void Dispose()
    {
        Model?.Dispose();
        _folder.Dispose();
        _engine.Dispose();
    }
}
