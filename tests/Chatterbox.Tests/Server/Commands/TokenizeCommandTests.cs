using System.Text.Encodings.Web;
using System.Text.Json;
using Chatterbox.Tests.Text;

namespace Chatterbox.Tests.Server.Commands;

[Collection(ConsoleTests.Name)]
public sealed class TokenizeCommandTests
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Theory]
    [InlineData("original", "tokens-english.json")]
    [InlineData("Turbo", "tokens-turbo-nano.json")]
    [InlineData("NANO", "tokens-turbo-nano.json")]
    [InlineData("multilingual", "tokens-multilingual.json")]
    public async Task Lines_are_answered_as_the_reference_does(string family, string fileName)
    {
        FrontEndRow[] rows = FrontEndRow.Read(fileName);
        CommandRun run = await CommandRun.WithInput(string.Concat(rows.Select(row => $"{Line(row.Text, row.Language)}\n")), "tokenize", "--family", family);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] answers = run.Output.Split(Environment.NewLine)[..^1];
        Assert.Equal(rows.Length, answers.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            JsonElement answer = JsonDocument.Parse(answers[i]).RootElement;
            Assert.Equal(["normalized", "ids"], answer.EnumerateObject().Select(property => property.Name));
            if (rows[i].Normalized is { } normalized)
                Assert.Equal(normalized, answer.GetProperty("normalized").GetString());
            Assert.Equal((i, string.Join(' ', rows[i].Ids)), (i, string.Join(' ', answer.GetProperty("ids").EnumerateArray())));
        }
    }

    [Fact]
    public async Task One_text_is_an_argument()
    {
        FrontEndRow row = FrontEndRow.Read("tokens-multilingual.json").First(candidate => candidate.Language == "ja");
        CommandRun run = await CommandRun.Done("tokenize", "--family", "multilingual", "--language", "JA", row.Text);
        Assert.Equal($"{{\"normalized\": \"{row.Normalized}\", \"ids\": [{string.Join(", ", row.Ids)}]}}{Environment.NewLine}", run.Output);
    }

    [Fact]
    public async Task Text_stays_readable_and_on_its_line()
    {
        CommandRun run = await CommandRun.Done("tokenize", "--family", "turbo", "A \U0001F600 caf\u00e9 \"b\" \\ \u2028 c.");
        Assert.StartsWith("{\"normalized\": \"A \U0001F600 caf\u00e9 \\\"b\\\" \\\\", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u2028', run.Output);
    }

    [Fact]
    public async Task Control_tokens_count_unless_only_tags_are_wanted()
    {
        const int stop = 0;
        Assert.Contains(stop, Ids(await CommandRun.Done("tokenize", "--family", "original", "Hi [STOP]")));
        Assert.DoesNotContain(stop, Ids(await CommandRun.Done("tokenize", "--family", "original", "--tags-only", "Hi [STOP]")));
    }

    [Fact]
    public async Task A_long_text_is_cut_only_where_the_reference_cuts_it()
    {
        string text = string.Concat(Enumerable.Repeat("word ", 3000));
        Assert.Equal(1024, Ids(await CommandRun.Done("tokenize", "--family", "turbo", text)).Length);
        Assert.InRange(Ids(await CommandRun.Done("tokenize", "--family", "original", text)).Length, 6000, 20_000);
    }

    [Fact]
    public async Task The_tokenizer_of_a_folder_is_used()
    {
        FrontEndRow row = FrontEndRow.Read("tokens-english.json")[0];
        Assert.Equal(row.Ids, Ids(await CommandRun.Done("tokenize", "--family", "original", "--model-dir", Repo.Path("models", "pico"), row.Text)));
        (await CommandRun.Of("tokenize", "--family", "nano", "--model-dir", Repo.Path("models", "pico"), "Hi")).AssertRefused("lacks vocab.json");
    }

    [Theory]
    [InlineData("", "it is no JSON")]
    [InlineData("hello", "it is no JSON")]
    [InlineData("{\"text\": \"a\"", "it is no JSON")]
    [InlineData("[]", "it is no object with a string \"text\"")]
    [InlineData("{\"language\": \"fr\"}", "it is no object with a string \"text\"")]
    [InlineData("{\"text\": 1}", "it is no object with a string \"text\"")]
    [InlineData("{\"text\": \"a\", \"language\": 1}", "it holds half a surrogate pair, or a language that is no string")]
    [InlineData("{\"text\": \"\\ud800\"}", "it holds half a surrogate pair")]
    [InlineData("{\"text\": \"a\", \"language\": \"xx\"}", "There is no language 'xx'")]
    public async Task A_malformed_line_is_named_after_the_others_were_answered(string line, string message)
    {
        CommandRun run = await CommandRun.WithInput($"{Line("hi", "en")}\n{line}\n{Line("ho", "en")}\n", "tokenize", "--family", "multilingual");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"chatterbox: Line 2: {message}", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Lines_are_bounded() =>
        (await CommandRun.WithInput(new string('a', 2_000_000), "tokenize", "--family", "nano")).AssertRefused("Line 1 has more than 1048576 characters.");

    [Fact]
    public async Task English_models_refuse_other_languages() =>
        (await CommandRun.Of("tokenize", "--family", "nano", "--language", "de", "Hallo")).AssertRefused("Nano speaks English only; German is for multilingual models.");

    private static string Line(string text, string? language) => JsonSerializer.Serialize(new { text, language }, Json);

    private static int[] Ids(CommandRun run) =>
        [.. JsonDocument.Parse(run.Output).RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
}
