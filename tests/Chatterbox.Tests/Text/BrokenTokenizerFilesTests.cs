using System.Text.Json.Nodes;
using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

/// <summary>A broken file is an <see cref="InvalidDataException"/> that names the file and the fault.</summary>
public sealed class BrokenTokenizerFilesTests
{
    private static readonly string English = Repo.Path("models", "tokenizers", "english", "tokenizer.json");

    public static TheoryData<string, string> BrokenJson { get; } = new()
    {
        { "", "not valid JSON" },
        { "[]", "the root is Array" },
        { "{\"model\": 1}", "\"model\" is Number" },
        { "{}", "\"model\" is missing" },
        { new string('[', 100_000), "not valid JSON" },
        { "{\"model\": {\"type\": \"BPE\", \"unk_token\": \"\\ud800\"}}", "not valid Unicode" },
    };

    [Theory]
    [MemberData(nameof(BrokenJson))]
    public void Broken_JSON(string text, string problem)
    {
        using ModelFolder folder = new ModelFolder().Write("tokenizer.json", text);
        AssertBroken(ModelFamily.Original, folder, "tokenizer.json", problem);
    }

    public static TheoryData<string, Action<JsonNode>, string> Faults { get; } = new()
    {
        { "type", r => r["model"]!["type"] = "WordPiece", "not of type BPE" },
        { "merge of an unknown token", r => r["model"]!["merges"]!.AsArray().Add("t qq"), "\"qq\"" },
        { "merge into an unknown token", r => r["model"]!["merges"]!.AsArray().Add("z q"), "\"zq\"" },
        { "merge of one part", r => r["model"]!["merges"]!.AsArray().Add("t"), "1 parts" },
        { "merge of three parts", r => r["model"]!["merges"]!.AsArray().Add(new JsonArray("t", "h", "e")), "3 parts" },
        { "merge of numbers", r => r["model"]!["merges"]!.AsArray().Add(new JsonArray(1, 2)), "not a string" },
        { "no stop", r => r["model"]!["vocab"]!.AsObject().Remove("[STOP]"), "[STOP]" },
        { "negative id", r => r["model"]!["vocab"]!["a"] = -1, "\"a\"" },
        { "fractional id", r => r["model"]!["vocab"]!["a"] = 1.5, "\"a\"" },
        { "huge id", r => r["model"]!["vocab"]!["a"] = 1e12, "\"a\"" },
        { "id as text", r => r["model"]!["vocab"]!["a"] = "1", "\"a\"" },
        { "other unknown token", r => r["model"]!["unk_token"] = "?", "unknown token" },
        { "fused unknown", r => r["model"]!["fuse_unk"] = true, "fuse_unk" },
        { "prefix", r => r["model"]!["continuing_subword_prefix"] = "##", "continuing_subword_prefix" },
        { "normalizer", r => r["normalizer"] = new JsonObject(), "normalizer" },
        { "pre-tokenizer", r => r["pre_tokenizer"]!["type"] = "ByteLevel", "Whitespace" },
        { "no pre-tokenizer", r => r["pre_tokenizer"] = null, "pre_tokenizer" },
        { "added tokens", r => r["added_tokens"] = "x", "added_tokens" },
        { "added token of another id", r => r["added_tokens"]![0]!["id"] = 5, "[STOP]" },
        { "empty added token", r => r["added_tokens"]![0]!["content"] = "", "empty" },
        { "added token that strips", r => r["added_tokens"]![0]!["lstrip"] = true, "lstrip" },
        { "added token that is a number", r => r["added_tokens"]![0] = 3, "\"id\" is missing" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_in_a_tokenizer_json_is_named(string name, Action<JsonNode> change, string problem)
    {
        Assert.NotEmpty(name);
        JsonNode root = JsonNode.Parse(File.ReadAllText(English))!;
        change(root);
        using ModelFolder folder = new ModelFolder().Write("tokenizer.json", root.ToJsonString());
        AssertBroken(ModelFamily.Original, folder, "tokenizer.json", problem);
    }

    [Fact]
    public void Merges_may_be_written_as_pairs()
    {
        JsonNode root = JsonNode.Parse(File.ReadAllText(English))!;
        root["model"]!["merges"] = new JsonArray(
            [.. root["model"]!["merges"]!.AsArray().Select(m => new JsonArray([.. m!.GetValue<string>().Split(' ').Select(p => (JsonNode)p)]))]);
        using ModelFolder folder = new ModelFolder().Write("tokenizer.json", root.ToJsonString());
        Assert.Equal([284, 18, 84, 28, 9], TextFrontEnd.For(ModelFamily.Original, folder.Path).Encode("hello").Ids);
    }

    [Theory]
    [InlineData("vocab.json", "{}", "byte 0")]
    [InlineData("vocab.json", "[1]", "the root is Array")]
    [InlineData("vocab.json", "{\"\\ud800\": 1}", "not valid Unicode")]
    [InlineData("merges.txt", "#version: 0.2\n\u0120 t\na b c", "3 parts")]
    [InlineData("merges.txt", "q qqqq", "\"qqqq\"")]
    [InlineData("tokenizer_config.json", "{}", "added_tokens_decoder")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"-1\": {\"content\": \"[x]\"}}}", "\"-1\"")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"99999999999\": {\"content\": \"[x]\"}}}", "\"99999999999\"")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"5\": {\"content\": \"hello\"}}}", "\"hello\"")]
    public void A_fault_in_a_file_of_GPT2_is_named(string name, string text, string problem)
    {
        using ModelFolder folder = new();
        foreach (string file in (string[])["vocab.json", "merges.txt", "tokenizer_config.json"])
            if (file != name)
                folder.Copy(file, "turbo-nano", file);
        folder.Write(name, text);
        AssertBroken(ModelFamily.Turbo, folder, name, problem);
    }

    [Fact]
    public void Merges_that_are_not_UTF8_are_refused()
    {
        using ModelFolder folder = new ModelFolder()
            .Copy("vocab.json", "turbo-nano", "vocab.json")
            .Copy("tokenizer_config.json", "turbo-nano", "tokenizer_config.json");
        File.WriteAllBytes(folder.Full("merges.txt"), [(byte)'a', (byte)' ', 0xff]);
        AssertBroken(ModelFamily.Turbo, folder, "merges.txt", "UTF-8");
    }

    [Theory]
    [InlineData("[\"x\"]", "no code")]
    [InlineData("[\"x\\tA\"]", "a to z")]
    [InlineData("[1]", "not a string")]
    [InlineData("{}", "the root is Object")]
    public void A_fault_in_the_Cangjie_table_is_named(string text, string problem)
    {
        using ModelFolder folder = FrontEnds.Multilingual().Write(TextFrontEnd.CangjieFileName, text);
        AssertBroken(ModelFamily.Multilingual, folder, TextFrontEnd.CangjieFileName, problem);
    }

    [Fact]
    public void A_file_too_large_is_not_read()
    {
        using ModelFolder folder = new ModelFolder().Write("tokenizer.json", "");
        using (FileStream stream = File.OpenWrite(folder.Full("tokenizer.json")))
            stream.SetLength((64 << 20) + 1);
        AssertBroken(ModelFamily.Original, folder, "tokenizer.json", "too many");
    }

    private static void AssertBroken(ModelFamily family, ModelFolder folder, string name, string problem)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TextFrontEnd.For(family, folder.Path));
        Assert.StartsWith(folder.Full(name), error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }
}
