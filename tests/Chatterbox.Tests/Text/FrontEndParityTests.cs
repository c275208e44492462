using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

/// <summary>Every recorded row of the Python reference, from the raw text to the ids.</summary>
public sealed class FrontEndParityTests
{
    [Theory]
    [InlineData(ModelFamily.Original, "tokens-english.json", 30)]
    [InlineData(ModelFamily.Turbo, "tokens-turbo-nano.json", 30)]
    [InlineData(ModelFamily.Nano, "tokens-turbo-nano.json", 30)]
    [InlineData(ModelFamily.Multilingual, "tokens-multilingual.json", 23 * 4)]
    public void Ids_are_those_of_the_reference(ModelFamily family, string fileName, int atLeast)
    {
        TextFrontEnd frontEnd = FrontEnds.Load(family, SpecialTokens.AsReference);
        FrontEndRow[] rows = FrontEndRow.Read(fileName);
        Assert.True(rows.Length >= atLeast, $"{rows.Length} rows");
        foreach (FrontEndRow row in rows)
        {
            EncodedText encoded = frontEnd.Encode(row.Text, row.Language);
            AssertRow(row, encoded);
        }
    }

    [Fact]
    public void All_23_languages_are_compared() =>
        Assert.Equal(
            Languages.All.Select(l => l.Code),
            FrontEndRow.Read("tokens-multilingual.json").Select(r => r.Language).OfType<string>().Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(ModelFamily.Original, "tokens-english.json")]
    [InlineData(ModelFamily.Turbo, "tokens-turbo-nano.json")]
    [InlineData(ModelFamily.Multilingual, "tokens-multilingual.json")]
    public void Text_without_control_tokens_has_the_same_ids_in_the_service(ModelFamily family, string fileName)
    {
        TextFrontEnd frontEnd = FrontEnds.Load(family, SpecialTokens.TagsOnly);
        string[] controls = ["[STOP]", "[START]", "[UNK]", "[SPACE]", "[PAD]", "[en]", "[fr]", "<|endoftext|>"];
        foreach (FrontEndRow row in FrontEndRow.Read(fileName))
            if (!controls.Any(c => row.Text.Contains(c, StringComparison.Ordinal)))
                AssertRow(row, frontEnd.Encode(row.Text, row.Language));
    }

    /// <summary>The ids in tests/data/golden/chatterbox-original, printed by the original model.</summary>
    [Fact]
    public void The_sentence_of_the_golden_run_has_its_35_ids() =>
        Assert.Equal(
            [
                284, 18, 84, 28, 7, 2, 147, 2, 54, 2, 14, 2, 33, 218, 2, 58, 2, 42, 2, 136, 37, 33, 2, 51, 2, 32, 124, 18, 71, 2,
                32, 38, 63, 225, 9,
            ],
            FrontEnds.Load(ModelFamily.Original, SpecialTokens.TagsOnly).Encode("Hello, this is a test of the text to speech system.").Ids);

    private static void AssertRow(FrontEndRow row, EncodedText encoded)
    {
        string name = $"{row.Language} \"{(row.Text.Length < 80 ? row.Text : row.Text[..80])}\"";
        if (row.Normalized is not null)
            Assert.Equal((name, row.Normalized), (name, encoded.Normalized));
        Assert.Equal((name, string.Join(' ', row.Ids)), (name, string.Join(' ', encoded.Ids)));
    }
}
