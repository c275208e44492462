namespace Chatterbox.Server.Download;

/// <summary>A file of a repository.</summary>
/// <param name="Repository">"owner/name".</param>
/// <param name="Revision">A commit, branch or tag.</param>
/// <param name="Name">The file's name.</param>
internal sealed record HubFile(string Repository, string Revision, string Name);
