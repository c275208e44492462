using Chatterbox.Models.T3;
using Chatterbox.Pipeline;
using Chatterbox.Tensors;
using Chatterbox.Text;

namespace Chatterbox.Tests.Pipeline;

/// <summary>Speech that continues what was said before: only the new text counts, and only new tokens are spoken.</summary>
public sealed class ContinuationTests
{
    private const string Before = "This is what was said a moment ago, and it took rather a long time to say all of it, word for word, from the start to the end.";

    /// <summary>The random weights of the tiny checkpoint hardly ever stop by themselves, so the limit shows.</summary>
    [Fact]
    public void The_text_said_before_does_not_lengthen_the_new_one()
    {
        using var folder = new TinyModelFolder("original-tiny");
        using var synthesis = new TinySynthesis(folder.Path);
        TextFrontEnd front = TextFrontEnd.For(ModelFamily.Original, folder.Path);
        int[] spoken = [.. Enumerable.Range(0, 100).Select(i => i * 61)];
        SynthesisRequest request = synthesis.Request with
        {
            Text = "And this is new.", MaxTokens = null, SolverSteps = 1, Context = new SpokenContext(Before, spoken),
            Lengths = LengthRule.For(ModelFamily.Original) with { MinRatio = 0 },
        };

        // What the port once did: the text said before counted as if it were to be spoken again.
        int newTokens = front.Encode(request.Text).Ids.Length, all = front.Encode($"{Before} {request.Text}").Ids.Length;
        double maxRatio = request.Lengths.MaxRatio;
        SynthesisRequest unsubtracted = request with { Lengths = request.Lengths with { MaxRatio = maxRatio * all / newTokens } };
        int tooMany = synthesis.Synthesizer.Speak(unsubtracted).Report.Tokens;

        SynthesisResult result = synthesis.Synthesizer.Speak(request);
        SpokenPiece piece = Assert.Single(result.Report.Pieces);
        Assert.InRange(piece.SpeechTokens.Length, 1, (int)(maxRatio * newTokens));
        Assert.True(tooMany > 4 * piece.SpeechTokens.Length, $"{tooMany} with the text said before, {piece.SpeechTokens.Length} without");
        Assert.Equal("And this is new.", piece.Text);
        Assert.Equal(newTokens, piece.TextTokens.Length);
        Assert.InRange(result.Audio.Length, (piece.SpeechTokens.Length - 1) * AudioFormat.SamplesPerToken, piece.SpeechTokens.Length * AudioFormat.SamplesPerToken);
    }

    [Fact]
    public void A_trained_model_speaks_the_new_words_alone()
    {
        using var pico = new TinySynthesis(Repo.Path("models", "pico"));
        SynthesisRequest request = pico.Request with { Text = "The sun is warm today.", MaxTokens = null, SolverSteps = null };
        SynthesisResult first = pico.Synthesizer.Speak(request);
        SpokenPiece said = first.Report.Pieces[0];
        Assert.True(said.Stopped);
        SynthesisResult next = pico.Synthesizer.Speak(request with { Text = "We walk home.", Context = new SpokenContext(said.Text, said.SpeechTokens) });
        Assert.InRange(next.Report.Tokens, 5, said.SpeechTokens.Length + 10);
    }

    /// <summary>What T3 reads is one text with one tag and the white space between, as the reference would tokenize it.</summary>
    [Theory]
    [InlineData("fr")]
    [InlineData("ko")]
    [InlineData(null)]
    public void T3_reads_one_text_with_one_tag(string? language)
    {
        using var folder = new TinyModelFolder("multilingual-tiny-fr");
        File.Copy(Repo.Path("parity_data", "original-tiny", "conds.pt"), folder.File("conds.pt"));
        using var synthesis = new TinySynthesis(folder.Path);
        TextFrontEnd front = TextFrontEnd.For(ModelFamily.Multilingual, folder.Path);
        const string before = "Bonjour a tous.", text = "Il fait beau.";
        int[] whole = front.Encode($"{before} {text}", language).Ids;
        int tags = language is null ? 0 : 1;
        Assert.Equal(tags, whole.Intersect(front.Encode("", language).Ids[..tags]).Count());

        var probe = new PrefillProbe();
        synthesis.Engine.Probe = probe;
        synthesis.Synthesizer.Speak(synthesis.Request with { Text = text, Language = language, Context = new SpokenContext(before, [1, 2, 3]), MaxTokens = 8, SolverSteps = 1 });

        // 34 rows of conditions, the text between start and stop, two starts of speech, and what was said.
        Assert.Equal(34 + whole.Length + 2 + 2 + 3, probe.Rows);
    }

    [Theory]
    [InlineData("fr", 1)]
    [InlineData(null, 0)]
    public void A_language_tag_is_not_counted(string? language, int tags)
    {
        using var folder = new TinyModelFolder("multilingual-tiny-fr");
        File.Copy(Repo.Path("parity_data", "original-tiny", "conds.pt"), folder.File("conds.pt"));
        using var synthesis = new TinySynthesis(folder.Path);
        const string text = "Bonjour.";
        int tokens = TextFrontEnd.For(ModelFamily.Multilingual, folder.Path).Encode(text, language).Ids.Length - tags;
        var lengths = new LengthRule(9, 10, 1000);
        SynthesisResult result = synthesis.Synthesizer.Speak(synthesis.Request with { Text = text, Language = language, Lengths = lengths, MaxTokens = null, SolverSteps = 1 });
        Assert.InRange(result.Report.Tokens, 1, lengths.Limits(tokens).Max);
        Assert.True(lengths.Limits(tokens + 1).Max > lengths.Limits(tokens).Max);
    }

    /// <summary>Notes how many rows the first prefill has.</summary>
    private sealed class PrefillProbe : ITensorProbe
    {
        public int Rows { get; private set; }

        public void Observe(string name, Tensor tensor)
        {
            if (name == "t3/inputs_embeds" && Rows == 0)
                Rows = tensor.Dim(1);
        }
    }
}
