namespace Chatterbox.Server.Download;

/// <summary>What a folder has of a published file.</summary>
internal enum FileState
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>A file of the published size, as far as that is known; a hash to verify it with is not.</summary>
    Unverified,

    /// <summary>The published file.</summary>
    Verified,

    /// <summary>Another file of its name.</summary>
    Different,
}
