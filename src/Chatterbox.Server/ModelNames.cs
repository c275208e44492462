using Chatterbox.Server.Engine;
using Chatterbox.Text;

namespace Chatterbox.Server;

/// <summary>What a model is called towards clients.</summary>
internal static class ModelNames
{
    private const string Prefix = "chatterbox-";
    private const string MultilingualVariant = "chatterbox-multilingual-";

    /// <summary>The name of the model that is loaded: pico, or chatterbox- and the family.</summary>
    public static string Of(EngineState state) =>
        state.Profile?.Card.Name ?? (state.Profile is { } profile ? $"{Prefix}{profile.Family.ToString().ToLowerInvariant()}" : "none");

    /// <summary>All names of the model: a multilingual one has one for each language too, for clients that have no field for it.</summary>
    public static IEnumerable<string> All(EngineState state)
    {
        if (state.Profile is null)
            return [];
        string name = Of(state);
        return state.Profile.Family == ModelFamily.Multilingual
            ? [name, .. Languages.All.Select(language => MultilingualVariant + language.Code)]
            : [name];
    }

    /// <summary>The language that a model's name says, or null.</summary>
    public static string? LanguageOf(string? model) =>
        model?.StartsWith(MultilingualVariant, StringComparison.OrdinalIgnoreCase) == true ? model[MultilingualVariant.Length..] : null;
}
