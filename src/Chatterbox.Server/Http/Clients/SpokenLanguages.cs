using Chatterbox.Text;

namespace Chatterbox.Server.Http.Clients;

/// <summary>The languages that a family speaks.</summary>
internal static class SpokenLanguages
{
    private static readonly Language[] English = [.. Languages.All.Where(language => language.Code == "en")];

    /// <summary>All languages for a multilingual model, English for any other, none without a model.</summary>
    public static IReadOnlyList<Language> Of(ModelFamily? family) => family switch
    {
        null => [],
        ModelFamily.Multilingual => Languages.All,
        _ => English,
    };
}
