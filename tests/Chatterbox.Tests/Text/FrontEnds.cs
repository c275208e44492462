using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

/// <summary>The front ends of the published tokenizers, Chinese with the stand-in table of Cangjie codes.</summary>
internal static class FrontEnds
{
    public static TextFrontEnd Load(ModelFamily family, SpecialTokens policy)
    {
        if (family != ModelFamily.Multilingual)
            return TextFrontEnd.For(
                family, Repo.Path("models", "tokenizers", family == ModelFamily.Original ? "english" : "turbo-nano"), policy);
        using ModelFolder folder = Multilingual();
        return TextFrontEnd.For(family, folder.Path, policy);
    }

    public static ModelFolder Multilingual() => new ModelFolder()
        .Copy("grapheme_mtl_merged_expanded_v1.json", "multilingual", "grapheme_mtl_merged_expanded_v1.json")
        .Copy(TextFrontEnd.CangjieFileName, "multilingual", "Cangjie5_TC.stand-in.json");
}
