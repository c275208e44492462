namespace Chatterbox.Server.Engine;

/// <summary>Why a request was stopped before its end.</summary>
internal enum StopReason
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>The client went away.</summary>
    ClientGone,

    /// <summary>It took longer than a request may.</summary>
    Deadline,

    /// <summary>The client did not take its audio.</summary>
    SlowClient,

    /// <summary>The server is going down.</summary>
    Shutdown,
}
