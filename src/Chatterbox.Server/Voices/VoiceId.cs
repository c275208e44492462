using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Chatterbox.Text;

namespace Chatterbox.Server.Voices;

/// <summary>Ids of voices, which are names of folders: 1 to 64 of a-z, 0-9, - and _. Never what a client sent.</summary>
internal static partial class VoiceId
{
    private const int MaxSlug = 48;
    private const int SuffixDigits = 8;

    /// <summary>Whether the text is an id.</summary>
    public static bool IsValid(string text) => Pattern().IsMatch(text) && !VoiceName.IsReserved(text);

    /// <summary>An id made of the name, as far as it has Latin letters; with a random end from the second attempt on.</summary>
    public static string Of(VoiceName name, int attempt)
    {
        string slug = Slug(name);
        return attempt == 0 && slug.Length > 0 ? slug : Join(slug, RandomNumberGenerator.GetHexString(SuffixDigits, lowercase: true));
    }

    /// <summary>An id made of the name and nothing else, the same in every process.</summary>
    public static string OfLoose(VoiceName name, Func<string, bool> isTaken)
    {
        string slug = Slug(name);
        return slug.Length > 0 && !isTaken(slug)
            ? slug
            : Join(slug, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.Key)))[..SuffixDigits]);
    }

    private static string Join(string slug, string end) => $"{(slug.Length > 0 ? slug : "voice")}-{end}";

    private static string Slug(VoiceName name)
    {
        StringBuilder slug = new();
        foreach (char c in CompatibilityDecomposition.Normalize(name.Text))
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(char.ToLowerInvariant(c));
            else if (c == '_')
                slug.Append(c);
            else if (c is ' ' or '-' or '.' && slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        string cut = slug.ToString(0, Math.Min(slug.Length, MaxSlug)).Trim('-', '_');
        return VoiceName.IsReserved(cut) ? $"voice-{cut}" : cut;
    }

    [GeneratedRegex(@"\A[a-z0-9_-]{1,64}\z")]
    private static partial Regex Pattern();
}
