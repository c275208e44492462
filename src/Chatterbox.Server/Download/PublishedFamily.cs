using Chatterbox.Server.Commands;

namespace Chatterbox.Server.Download;

/// <summary>Where the files of a family are published, and which they are.</summary>
/// <param name="Repository">The Hugging Face repository, "owner/name".</param>
/// <param name="Revision">The commit whose files these are.</param>
/// <param name="T3">Names of the T3 files, of which one is needed, the default first.</param>
/// <param name="Files">All files, each of <paramref name="T3"/> among them.</param>
internal sealed record PublishedFamily(string Repository, string Revision, IReadOnlyList<string> T3, IReadOnlyList<PublishedFile> Files)
{
    /// <summary>The files of a folder with this T3 file, or with the default one.</summary>
    /// <exception cref="UsageException">The family has no such T3 file.</exception>
    public IReadOnlyList<PublishedFile> FilesWith(string? t3)
    {
        string chosen = t3 ?? T3[0];
        return T3.Contains(chosen)
            ? [.. Files.Where(file => file.Name == chosen || !T3.Contains(file.Name))]
            : throw new UsageException($"--t3 '{chosen}' is not published for this family. There is {string.Join(", ", T3)}.");
    }
}
