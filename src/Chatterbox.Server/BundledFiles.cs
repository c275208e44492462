namespace Chatterbox.Server;

/// <summary>The model files that come with the program, in <c>models/</c> beside it or in the repository around it.</summary>
internal static class BundledFiles
{
    /// <summary>The demonstration model.</summary>
    public static string Pico => Find("pico");

    /// <summary>The watermark net.</summary>
    public static string Watermark => Path.Combine(Find("perth"), "perth-implicit.f16.safetensors");

    /// <summary>The list of the published models.</summary>
    public static string ModelList => Find("models.json");

    /// <summary>The tokenizer files of a family: those in <paramref name="modelFolder"/>, or the published ones that come with the program.</summary>
    public static string TokenizerFolder(ModelFamily family, string? modelFolder) => modelFolder ?? Path.Combine(Find("tokenizers"), family switch
    {
        ModelFamily.Original => "english",
        ModelFamily.Multilingual => "multilingual",
        _ => "turbo-nano",
    });

    private static string Find(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "models", name);
            if (Path.Exists(candidate))
                return candidate;
        }

        throw new DirectoryNotFoundException($"models/{name}, which comes with the program, was not found. Copy it beside the program.");
    }
}
