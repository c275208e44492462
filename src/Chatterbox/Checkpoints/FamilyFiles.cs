namespace Chatterbox.Checkpoints;

/// <summary>The files that a family's checkpoint consists of, as the reference's loaders name them.</summary>
/// <param name="Repository">The Hugging Face repository that holds them.</param>
/// <param name="T3">Names of the T3 weights, the preferred one first.</param>
/// <param name="S3Gen">Names of the S3Gen weights, the preferred one first.</param>
/// <param name="Tokenizer">The tokenizer files, all needed.</param>
/// <param name="OptionalTokenizer">Tokenizer files that some languages need.</param>
internal sealed record FamilyFiles(string Repository, string[] T3, string[] S3Gen, string[] Tokenizer, string[] OptionalTokenizer)
{
    /// <summary>The voice encoder's weights, the same in all families.</summary>
    public const string VoiceEncoder = "ve.safetensors";

    /// <summary>Names of the built-in voice, the preferred one first.</summary>
    public static readonly string[] Voice = ["conds.pt", "conds.safetensors"];

    private static readonly FamilyFiles Original = new(
        "ResembleAI/chatterbox", ["t3_cfg.safetensors"], ["s3gen.safetensors"], ["tokenizer.json"], []);

    private static readonly FamilyFiles Multilingual = new(
        "ResembleAI/chatterbox",
        ["t3_mtl23ls_v2.safetensors", "t3_mtl23ls_v3.safetensors"],
        ["s3gen.safetensors", "s3gen_v3.safetensors"],
        ["grapheme_mtl_merged_expanded_v1.json"],
        ["Cangjie5_TC.json"]);

    private static readonly string[] Gpt2Tokenizer = ["vocab.json", "merges.txt", "tokenizer_config.json"];

    private static readonly FamilyFiles Turbo = new(
        "ResembleAI/chatterbox-turbo", ["t3_turbo_v1.safetensors"], ["s3gen_meanflow.safetensors"], Gpt2Tokenizer, []);

    private static readonly FamilyFiles Nano = new(
        "ResembleAI/chatterbox-nano", ["t3_nano_v1.safetensors"], ["s3gen_meanflow.safetensors"], Gpt2Tokenizer, []);

    /// <summary>The files of <paramref name="family"/>.</summary>
    public static FamilyFiles Of(ModelFamily family) => family switch
    {
        ModelFamily.Original => Original,
        ModelFamily.Multilingual => Multilingual,
        ModelFamily.Turbo => Turbo,
        ModelFamily.Nano => Nano,
        _ => throw new ArgumentOutOfRangeException(nameof(family)),
    };
}
