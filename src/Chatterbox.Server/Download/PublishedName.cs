namespace Chatterbox.Server.Download;

/// <summary>Tells which names may become a part of a path or an address.</summary>
internal static class PublishedName
{
    private const int MaxLength = 128;

    /// <summary>Whether this is a plain file name, which no other file that a download writes can have.</summary>
    public static bool IsFile(string name) =>
        IsPlain(name) && name[^1] != '.' && !name.EndsWith(PartFile.Suffix, StringComparison.OrdinalIgnoreCase) && !name.EndsWith(PartFile.TagSuffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether this has the form "owner/name".</summary>
    public static bool IsRepository(string name) => name.Split('/') is [var owner, var repository] && IsPlain(owner) && IsPlain(repository);

    /// <summary>Whether this is a commit, branch, tag or reference such as refs/pr/1.</summary>
    public static bool IsRevision(string name) => name.Length <= MaxLength && name.Split('/').All(IsPlain);

    /// <summary>Whether these are the 64 small hexadecimal digits of a SHA-256.</summary>
    public static bool IsSha256(string digits) => digits.Length == 64 && digits.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f');

    /// <summary>Letters, digits, dots, dashes and underscores without a dot in front: no separator, no "..", no hidden file.</summary>
    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= MaxLength && name[0] != '.' && !name.Contains("..", StringComparison.Ordinal)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
