using System.Text.Json;
using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

public sealed class PunctuationNormalizerTests
{
    [Fact]
    public void Recorded_rows_are_equal()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Repo.Path("parity_data", "frontend", "text-normalization.json")));
        Assert.True(document.RootElement.GetArrayLength() >= 30);
        foreach (JsonElement row in document.RootElement.EnumerateArray())
        {
            string text = row.GetProperty("text").GetString()!;
            Assert.Equal(row.GetProperty("english").GetString(), PunctuationNormalizer.Normalize(ModelFamily.Original, text));
            Assert.Equal(row.GetProperty("multilingual").GetString(), PunctuationNormalizer.Normalize(ModelFamily.Multilingual, text));
            Assert.Equal(row.GetProperty("turbo").GetString(), PunctuationNormalizer.Normalize(ModelFamily.Turbo, text));
            Assert.Equal(row.GetProperty("turbo").GetString(), PunctuationNormalizer.Normalize(ModelFamily.Nano, text));
        }
    }

    [Theory]
    [InlineData(ModelFamily.Original)]
    [InlineData(ModelFamily.Multilingual)]
    [InlineData(ModelFamily.Turbo)]
    [InlineData(ModelFamily.Nano)]
    public void Curly_quotes_become_straight(ModelFamily family) =>
        Assert.Equal("\"A\" 'b' it's.", PunctuationNormalizer.Normalize(family, "\u201cA\u201d \u2018b\u2019 it\u2019s"));

    [Theory]
    [InlineData("\u00dfa", "SSa.")] // sharp s
    [InlineData("\ufb01x", "FIx.")] // fi ligature
    [InlineData("\u01c6x", "\u01c4x.")] // dz with caron to both capitals
    [InlineData("\u01c5x", "\u01c5x.")] // title case is not lower case
    [InlineData("\U00010428x", "\U00010400x.")] // a Deseret letter outside the basic plane
    [InlineData("\u0131x", "Ix.")] // dotless i
    [InlineData(" x", "x.")] // a leading space blocks the capital
    public void The_first_letter_takes_its_full_upper_case(string text, string expected) =>
        Assert.Equal(expected, PunctuationNormalizer.Normalize(ModelFamily.Original, text));

    [Fact]
    public void White_space_is_what_Python_splits_on() =>
        Assert.Equal("A b c d e f g.", PunctuationNormalizer.Normalize(
            ModelFamily.Turbo, "A\u001cb\u001d\u001ec\u001f\u0085d\u2003\u3000e\u2028f\u00a0\tg\v"));

    [Fact]
    public void Zero_width_space_is_not_white_space() =>
        Assert.Equal("A\u200bb.", PunctuationNormalizer.Normalize(ModelFamily.Turbo, "A\u200bb"));
}
