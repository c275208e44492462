namespace Chatterbox.Server.Download;

/// <summary>A file of a published model, by the facts that a copy of it is checked with.</summary>
/// <param name="Name">Its name, in the repository and in the folder.</param>
/// <param name="Size">Its length in bytes, or null where that is not known.</param>
/// <param name="Sha256">Its SHA-256 as 64 small hexadecimal digits, or null where that is not known.</param>
internal sealed record PublishedFile(string Name, long? Size, string? Sha256);
