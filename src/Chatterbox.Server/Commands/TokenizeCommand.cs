using System.CommandLine;
using System.Text.Json;
using Chatterbox.Text;

namespace Chatterbox.Server.Commands;

/// <summary><c>tokenize</c>: texts to the token ids that T3 reads.</summary>
internal sealed class TokenizeCommand
{
    private const int MaxLineCharacters = 1 << 20;

    private readonly Command _command = new(
        "tokenize",
        "Prints what a model reads of a text, as a line of JSON: {\"normalized\": ..., \"ids\": [...]}, ids without start and stop.\n"
        + "Without TEXT it answers each line {\"text\": ..., \"language\": ...} of standard input.\n"
        + "Control tokens in the text, such as [STOP], count as in the reference program; 'say' reads them as text.\n\n"
        + "  chatterbox tokenize --family turbo \"Well [laugh] that was fun.\"\n"
        + "  chatterbox tokenize --family multilingual < texts.jsonl");

    private readonly Argument<string?> _text = new("TEXT") { Description = "One text; without it, lines of JSON are read from standard input.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<ModelFamily?> _family = FamilyOption.Create("Whose tokenizer.");
    private readonly Option<string?> _language = new("--language") { Description = "Language code for multilingual models, where a line names none.", HelpName = "L" };
    private readonly Option<string?> _folder = new("--model-dir") { Description = "Folder with the tokenizer files. Default: the published ones that come with the program.", HelpName = "DIR" };
    private readonly Option<bool> _tagsOnly = new("--tags-only") { Description = "Of all control tokens know only tags such as [laugh], as 'say' does." };

    private TokenizeCommand()
    {
        _family.Required = true;
        _command.Arguments.Add(_text);
        foreach (Option option in (ReadOnlySpan<Option>)[_family, _language, _folder, _tagsOnly])
            _command.Options.Add(option);
        _command.SetAction((result, cancellation) => CommandRunner.RunAsync(() => Run(result, cancellation)));
    }

    /// <summary>The verb.</summary>
    public static Command Create() => new TokenizeCommand()._command;

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        ModelFamily family = result.GetValue(_family)!.Value;
        string? language = LanguageCode.For(family, result.GetValue(_language));
        var front = TextFrontEnd.For(
            family,
            BundledFiles.TokenizerFolder(family, result.GetValue(_folder)),
            result.GetValue(_tagsOnly) ? SpecialTokens.TagsOnly : SpecialTokens.AsReference);
        if (result.GetValue(_text) is { } text)
            Answer(front, text, language);
        else
            AnswerLines(front, family, language, cancellation);
        return ExitCode.Done;
    }

    private static void AnswerLines(TextFrontEnd front, ModelFamily family, string? language, CancellationToken cancellation)
    {
        LineReader lines = new(Console.In, MaxLineCharacters);
        while (lines.Read() is { } line)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                (string text, string? code) = Parse(line);
                Answer(front, text, LanguageCode.For(family, code) ?? language);
            }
            catch (UsageException error)
            {
                throw new UsageException($"Line {lines.Number}: {error.Message}");
            }
        }
    }

    private static (string Text, string? Language) Parse(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String
                ? (text.GetString()!, json.RootElement.TryGetProperty("language", out JsonElement language) ? language.GetString() : null)
                : throw new UsageException("it is no object with a string \"text\".");
        }
        catch (InvalidOperationException)
        {
            throw new UsageException("it holds half a surrogate pair, or a language that is no string.");
        }
        catch (JsonException)
        {
            throw new UsageException("it is no JSON. A line looks like {\"text\": \"Bonjour.\", \"language\": \"fr\"}.");
        }
    }

    private static void Answer(TextFrontEnd front, string text, string? language)
    {
        EncodedText encoded = front.Encode(text, language);
        // The reference cuts the texts of Turbo and Nano only.
        int[] ids = front.Tokenizer is Gpt2Tokenizer ? encoded.Ids : front.Tokenizer.Encode(encoded.Normalized, language);
        Console.WriteLine($"{{\"normalized\": {JsonText.Quote(encoded.Normalized)}, \"ids\": [{string.Join(", ", ids)}]}}");
    }
}
