using Chatterbox.Text;

namespace Chatterbox.Server.Commands;

/// <summary>Language codes on the command line and in its input.</summary>
internal static class LanguageCode
{
    /// <summary>The codes that there are, for messages.</summary>
    public static string Known => string.Join(", ", Languages.All.Select(language => language.Code));

    /// <summary>The code as a family's tokenizer takes it: null for English-only families, and for no code.</summary>
    /// <exception cref="UsageException">The family does not speak the language.</exception>
    public static string? For(ModelFamily family, string? code)
    {
        if (code is null)
            return null;
        if (!Languages.TryFind(code, out Language? language))
            throw new UsageException($"There is no language '{code}'. Known: {Known}.");
        if (family == ModelFamily.Multilingual)
            return language.Code;
        return language.Code == "en" ? null : throw new UsageException($"{family} speaks English only; {language.Name} is for multilingual models.");
    }
}
