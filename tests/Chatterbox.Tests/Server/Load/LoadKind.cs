namespace Chatterbox.Tests.Server.Load;

/// <summary>What a client of the load test does.</summary>
internal enum LoadKind
{
    /// <summary>Waits for all of the audio.</summary>
    Stay,

    /// <summary>Goes away in the middle.</summary>
    Leave,

    /// <summary>Sends what must be refused.</summary>
    Invalid,
}
