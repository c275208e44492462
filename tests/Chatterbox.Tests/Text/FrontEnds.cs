using System.Collections.Concurrent;
using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

/// <summary>The front ends of the published tokenizers, Chinese with the stand-in table of Cangjie codes.</summary>
internal static class FrontEnds
{
    private static readonly ConcurrentDictionary<(ModelFamily, SpecialTokens), Lazy<TextFrontEnd>> Loaded = new();

    public static TextFrontEnd Load(ModelFamily family, SpecialTokens policy) =>
        Loaded.GetOrAdd((family, policy), key => new Lazy<TextFrontEnd>(() => Read(key.Item1, key.Item2))).Value;

    public static ModelFolder Multilingual() => new ModelFolder()
        .Copy("grapheme_mtl_merged_expanded_v1.json", "multilingual", "grapheme_mtl_merged_expanded_v1.json")
        .Copy(TextFrontEnd.CangjieFileName, "multilingual", "Cangjie5_TC.stand-in.json");

    private static TextFrontEnd Read(ModelFamily family, SpecialTokens policy)
    {
        if (family != ModelFamily.Multilingual)
            return TextFrontEnd.For(
                family, Repo.Path("models", "tokenizers", family == ModelFamily.Original ? "english" : "turbo-nano"), policy);
        using ModelFolder folder = Multilingual();
        return TextFrontEnd.For(family, folder.Path, policy);
    }
}
