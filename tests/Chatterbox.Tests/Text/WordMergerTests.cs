using System.Text;
using System.Text.Json;
using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

/// <summary>The heap against the rule of GPT-2 as written: merge every pair of the lowest rank, until none is left.</summary>
public sealed class WordMergerTests
{
    [Fact]
    public void Random_words_merge_as_by_the_plain_rule()
    {
        string folder = Repo.Path("models", "tokenizers", "turbo-nano");
        Dictionary<string, int> ids = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllBytes(Path.Combine(folder, "vocab.json")))!;
        Dictionary<(string, string), int> ranks = File.ReadLines(Path.Combine(folder, "merges.txt")).Skip(1)
            .Select((line, rank) => (Pair: line.Split(' '), rank)).ToDictionary(m => (m.Pair[0], m.Pair[1]), m => m.rank);
        Tokenizer tokenizer = FrontEnds.Load(ModelFamily.Turbo, SpecialTokens.TagsOnly).Tokenizer;

        Random draw = new(1);
        const string letters = "etaoinshrdluaaaabbb";
        for (int i = 0; i < 500; i++)
        {
            string word = string.Concat(Enumerable.Range(0, draw.Next(1, 40)).Select(_ => letters[draw.Next(letters.Length)]));
            Assert.Equal(Merge(word, ranks).Select(part => ids[part]), tokenizer.Encode(word, null));
        }
    }

    [Fact]
    public void Tokens_spell_the_text_they_were_made_from()
    {
        Dictionary<string, int> ids = JsonSerializer.Deserialize<Dictionary<string, int>>(
            File.ReadAllBytes(Repo.Path("models", "tokenizers", "turbo-nano", "vocab.json")))!;
        Dictionary<int, string> tokens = ids.ToDictionary(entry => entry.Value, entry => entry.Key);
        const string text = "It's na\u00efve,\t \u4f60\u597d \U0001f600 \u00bd  (x)\r\n  end ";
        int[] encoded = FrontEnds.Load(ModelFamily.Turbo, SpecialTokens.TagsOnly).Tokenizer.Encode(text, null);
        byte[] bytes = [.. string.Concat(encoded.Select(id => tokens[id])).Select(c => (byte)Array.IndexOf(ByteSymbols.All, c))];
        Assert.Equal(text, Encoding.UTF8.GetString(bytes));
    }

    private static List<string> Merge(string word, Dictionary<(string, string), int> ranks)
    {
        List<string> parts = [.. word.Select(c => c.ToString())];
        while (true)
        {
            int best = int.MaxValue;
            for (int i = 0; i + 1 < parts.Count; i++)
                best = Math.Min(best, ranks.GetValueOrDefault((parts[i], parts[i + 1]), int.MaxValue));
            if (best == int.MaxValue)
                return parts;
            for (int i = 0; i + 1 < parts.Count; i++)
                if (ranks.GetValueOrDefault((parts[i], parts[i + 1]), int.MaxValue) == best)
                {
                    parts[i] += parts[i + 1];
                    parts.RemoveAt(i + 1);
                }
        }
    }
}
