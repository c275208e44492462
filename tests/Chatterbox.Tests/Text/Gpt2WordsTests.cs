using System.Text.RegularExpressions;
using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

/// <summary>The scanner against the pattern it stands for, run by the regular expressions of .NET.</summary>
public sealed class Gpt2WordsTests
{
    private const string Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    [Fact]
    public void Words_are_those_of_the_pattern()
    {
        const string alphabet = "  \t\n'''strevmldaZ09.!?-\u00e9\u00bd\u0301\u65e5\u00a0";
        Random draw = new(2);
        for (int i = 0; i < 5000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, draw.Next(1, 12)).Select(_ => alphabet[draw.Next(alphabet.Length)]));
            Assert.Equal(Regex.Matches(text, Pattern, RegexOptions.CultureInvariant).Select(m => m.Value), Words(text));
        }
    }

    private static List<string> Words(string text)
    {
        List<string> words = [];
        for (int start = 0; start < text.Length;)
        {
            int length = Gpt2Words.FirstLength(text.AsSpan(start));
            words.Add(text.Substring(start, length));
            start += length;
        }
        return words;
    }
}
