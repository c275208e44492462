using System.Diagnostics;
using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

/// <summary>Text made to hurt must neither fail nor take long: every step is linear or n log n.</summary>
public sealed class HostileTextTests
{
    private const int Length = 100_000;

    // Every row takes under 0.2 s on an idle machine. The rest is room for a busy one: quadratic merging took 110 s.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);

    public static TheoryData<string, string> Texts { get; } = new()
    {
        { "one word", new string('x', Length) },
        { "words", string.Concat(Enumerable.Repeat("the quick brown ", Length / 16)) },
        { "brackets", new string('[', Length) },
        { "half a tag", string.Concat(Enumerable.Repeat("[clear throa", Length / 12)) },
        { "tags", string.Concat(Enumerable.Repeat("[sigh]", Length / 6)) },
        { "quotes", new string('\'', Length) },
        { "spaces", new string(' ', Length) + "x" },
        { "dots", new string('.', Length) },
        { "NULs", new string('\0', Length) },
        { "lone high surrogates", new string('\ud800', Length) },
        { "lone low surrogates", new string('\udc00', Length) },
        { "sigmas", string.Concat(Enumerable.Repeat("\u03a3\u0301\u03a3'", Length / 4)) },
        { "capital and apostrophes", "A" + new string('\'', Length) + "\u03a3" },
        { "marks of one class", new string('\u0301', Length) },
        { "marks in falling order", string.Concat(Enumerable.Repeat("\u0301\u0327\u0334", Length / 3)) },
        { "the longest decomposition", new string('\ufdfa', Length) },
        { "Hangul", new string('\ud79d', Length) },
        { "Chinese", new string('\u65e5', Length) },
        { "emoji", string.Concat(Enumerable.Repeat("\U0001f600", Length / 2)) },
    };

    private static readonly Dictionary<ModelFamily, TextFrontEnd> Loaded = new ModelFamily[]
    {
        ModelFamily.Original, ModelFamily.Multilingual, ModelFamily.Turbo,
    }.ToDictionary(family => family, family => FrontEnds.Load(family, SpecialTokens.TagsOnly));

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_is_encoded_in_a_moment(string name, string text)
    {
        foreach ((ModelFamily family, TextFrontEnd frontEnd) in Loaded)
            foreach (string? language in family == ModelFamily.Multilingual ? ["ko", "zh", "el"] : new string?[] { null })
            {
                Stopwatch watch = Stopwatch.StartNew();
                EncodedText encoded = frontEnd.Encode(text, language);
                Assert.True(watch.Elapsed < Moment, $"{name}, {family}, {language}: {watch.Elapsed}");
                Assert.All(encoded.Ids, id => Assert.InRange(id, 0, frontEnd.Tokenizer.VocabularySize - 1));
            }
    }

    [Fact]
    public void A_lone_surrogate_is_a_replacement_character()
    {
        foreach (TextFrontEnd frontEnd in Loaded.Values)
        {
            Assert.Equal("A\ufffdb.", frontEnd.Encode("a\ud800b").Normalized);
            Assert.Equal(frontEnd.Encode("a\ufffdb").Ids, frontEnd.Tokenizer.Encode("A\udc00b.", null));
        }
    }
}
