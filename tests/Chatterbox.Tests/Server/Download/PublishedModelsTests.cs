using System.Text.Json;
using Chatterbox.Checkpoints;
using Chatterbox.Server;
using Chatterbox.Server.Commands;
using Chatterbox.Server.Download;

namespace Chatterbox.Tests.Server.Download;

public sealed class PublishedModelsTests : IDisposable
{
    private const string Good = """{"families":{"turbo":{"repository":"a/b","revision":"main","t3":["t3"],"files":[{"name":"t3","size":5,"sha256":"HASH"},{"name":"other"}]}}}""";

    private static readonly string Hash = new('a', 64);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<ModelFamily> Families => [.. Enum.GetValues<ModelFamily>()];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Families))]
    public void The_list_has_all_files_of_a_family_with_their_hashes(ModelFamily family)
    {
        PublishedFamily published = PublishedModels.Load(Repo.Path("models", "models.json")).Of(family);
        FamilyFiles needed = FamilyFiles.Of(family);
        Assert.Equal(needed.Repository, published.Repository);
        Assert.Matches("^[0-9a-f]{40}$", published.Revision);
        Assert.Equal(needed.T3, published.T3);
        foreach (string t3 in needed.T3)
        {
            IReadOnlyList<PublishedFile> files = published.FilesWith(t3);
            Assert.Equal(
                ((string[])[t3, needed.S3Gen[0], FamilyFiles.VoiceEncoder, .. needed.Tokenizer, .. needed.OptionalTokenizer, FamilyFiles.Voice[0]]).Order(StringComparer.Ordinal),
                files.Select(file => file.Name).Order(StringComparer.Ordinal));
            Assert.All(files, file => Assert.Matches("^[0-9a-f]{64}$", file.Sha256));
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void The_list_repeats_the_recorded_facts(ModelFamily family)
    {
        PublishedFamily published = PublishedModels.Load(Repo.Path("models", "models.json")).Of(family);
        using JsonDocument facts = JsonDocument.Parse(File.ReadAllBytes(Repo.Path("tests", "data", "golden", "checkpoints", "published-files.json")));
        string repository = published.Repository.Split('/')[1];
        Assert.Equal(facts.RootElement.GetProperty(repository).GetProperty("revision").GetString(), published.Revision);
        foreach (PublishedFile file in published.Files)
        {
            // Nano's files are those of Turbo, but for T3.
            string holder = repository == "chatterbox-nano" && !published.T3.Contains(file.Name) ? "chatterbox-turbo" : repository;
            JsonElement fact = facts.RootElement.GetProperty(holder).GetProperty("files").GetProperty(file.Name);
            Assert.Equal(fact.GetProperty("sha256").GetString(), file.Sha256);
            Assert.Equal(fact.TryGetProperty("bytes", out JsonElement bytes) ? bytes.GetInt64() : null, file.Size);
        }
    }

    [Fact]
    public void The_list_lies_beside_the_program() =>
        Assert.Equal(
            File.ReadAllBytes(Repo.Path("models", "models.json")),
            File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(typeof(BundledFiles).Assembly.Location)!, "models", "models.json")));

    [Fact]
    public void A_list_is_read()
    {
        PublishedFamily turbo = Load(Good).Of(ModelFamily.Turbo);
        Assert.Equal(("a/b", "main"), (turbo.Repository, turbo.Revision));
        Assert.Equal([new PublishedFile("t3", 5, Hash), new PublishedFile("other", null, null)], turbo.Files);
        Assert.Contains("no family Nano", Assert.Throws<InvalidDataException>(() => Load(Good).Of(ModelFamily.Nano)).Message, StringComparison.Ordinal);
        Assert.Contains("--t3 'other' is not published", Assert.Throws<UsageException>(() => turbo.FilesWith("other")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"turbo\"", "\"tiny\"", "there is no family 'tiny'")]
    [InlineData("\"turbo\"", "\"2\"", "there is no family '2'")]
    [InlineData("{\"turbo\"", "{\"Turbo\":{\"repository\":\"a/b\",\"revision\":\"c\",\"t3\":[\"x\"],\"files\":[{\"name\":\"x\"}]},\"turbo\"", "is there twice")]
    [InlineData("\"name\":\"other\"", "\"name\":\"../other\"", "\"name\" cannot be '../other'")]
    [InlineData("\"name\":\"other\"", "\"name\":\"T3\"", "names a file twice")]
    [InlineData("\"name\":\"other\"", "\"name\":null", "name is null")]
    [InlineData("\"name\":\"other\"", "\"size\":1", "")]
    [InlineData("a/b", "a/../b", "\"repository\" cannot be")]
    [InlineData("\"main\"", "\"a?b\"", "\"revision\" cannot be")]
    [InlineData("[\"t3\"]", "[\"t4\"]", "no T3 file")]
    [InlineData("[\"t3\"]", "[]", "no T3 file")]
    [InlineData("[\"t3\"]", "[7]", "")]
    [InlineData(":5", ":0", "has 0 bytes")]
    [InlineData(":5", ":-1", "has -1 bytes")]
    [InlineData(":5", ":1099511627777", "has 1099511627777 bytes")]
    [InlineData(":5", ":5e300", "")]
    [InlineData(":5", ":\"5\"", "")]
    [InlineData("HASH", "abc", "\"sha256\" cannot be 'abc'")]
    [InlineData("HASH", "HASHa", "\"sha256\" cannot be")]
    [InlineData("{\"name\":\"other\"}", "{\"name\":\"other\",\"name\":\"other\"}", "")]
    [InlineData("\"files\":[", "\"files\":[[[[[[", "")]
    [InlineData("}}}", "}}", "")]
    [InlineData("{\"families\":", "[", "")]
    public void A_broken_list_is_refused(string part, string replacement, string message)
    {
        string broken = Good.Replace(part, replacement, StringComparison.Ordinal);
        Assert.NotEqual(Good, broken);
        string error = Assert.Throws<InvalidDataException>(() => Load(broken)).Message;
        Assert.Contains("list.json' is not a list of models", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_has_bounds()
    {
        string files = string.Join(',', Enumerable.Range(0, 65).Select(i => $$"""{"name":"f{{i}}"}"""));
        Assert.Contains("has 65 files", Assert.Throws<InvalidDataException>(() => Load(Good.Replace("{\"name\":\"other\"}", files, StringComparison.Ordinal).Replace("{\"name\":\"t3\",\"size\":5,\"sha256\":\"HASH\"},", "", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
        Assert.Contains("has at most 262144", Assert.Throws<InvalidDataException>(() => Load(Good + new string(' ', 300_000))).Message, StringComparison.Ordinal);
    }

    private PublishedModels Load(string json)
    {
        string path = _folder.File("list.json");
        File.WriteAllText(path, json.Replace("HASH", Hash, StringComparison.Ordinal));
        return PublishedModels.Load(path);
    }
}
