namespace Chatterbox.Tests.Server.Load;

/// <summary>What a client of the load test does.</summary>
internal enum LoadKind
{
    /// <summary>Waits for all of the audio.</summary>
    Stay,

    /// <summary>Goes away in the middle of a stream, when its first audio has come.</summary>
    Leave,

    /// <summary>Sends what must be refused.</summary>
    Invalid,
}
