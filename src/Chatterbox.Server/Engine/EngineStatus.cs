namespace Chatterbox.Server.Engine;

/// <summary>What the engine can do now.</summary>
internal enum EngineStatus
{
    /// <summary>A model is being loaded.</summary>
    Loading,

    /// <summary>A model is loaded.</summary>
    Ready,

    /// <summary>The model was unloaded after a while without requests; the next one loads it again.</summary>
    Idle,

    /// <summary>No model could be loaded.</summary>
    Failed,

    /// <summary>The server is going down.</summary>
    Stopping,
}
