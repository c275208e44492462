using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;

namespace Chatterbox.Tests.Models.T3;

public sealed class T3SequenceTests : IClassFixture<T3SequenceTests.Models>
{
    private static readonly TokenDraw StopIfAllowed = (_, ids, _) => ids.Contains(SpeechToken.Stop) ? SpeechToken.Stop : ids[0];
    private static readonly TokenDraw NeverStop = (step, _, _) => step;

    private readonly TinyT3 _llama;
    private readonly TinyT3 _gpt2;

    public T3SequenceTests(Models models) => (_llama, _gpt2) = (models.Llama, models.Gpt2);

    [Fact]
    public void Stops_at_the_minimum_at_the_earliest()
    {
        var settings = new SamplingSettings { CfgWeight = 0.5 };
        using T3Sequence sequence = _llama.Sequence(_llama.Prompt(), settings, new TokenLimits(3, 10), StopIfAllowed);
        _llama.Run(sequence);
        Assert.Equal(3, sequence.Tokens.Count);
        Assert.True(sequence.Stopped);
        Assert.Equal(1, sequence.Share);
    }

    [Fact]
    public void May_stop_at_once()
    {
        using T3Sequence sequence = _llama.Sequence(_llama.Prompt(), new SamplingSettings(), new TokenLimits(0, 10), StopIfAllowed);
        Assert.Single(_llama.Run(sequence));
        Assert.Empty(sequence.Tokens);
        Assert.True(sequence is { Stopped: true, Finished: true });
    }

    [Fact]
    public void Ends_at_the_maximum()
    {
        using T3Sequence sequence = _llama.Sequence(_llama.Prompt(), limits: new TokenLimits(0, 4), draw: NeverStop);
        _llama.Run(sequence);
        Assert.Equal([0, 1, 2, 3], sequence.Tokens);
        Assert.True(sequence is { Stopped: false, Finished: true });
    }

    [Fact]
    public void Greedy_decoding_needs_no_luck()
    {
        using T3Sequence one = _llama.Sequence(_llama.Prompt(), _llama.Settings with { Temperature = 0 }, draw: (_, _, _) => throw new InvalidOperationException());
        _llama.Run(one);
        Assert.Equal(8, one.Tokens.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_voice_without_a_prompt_speaks(bool llama)
    {
        TinyT3 t3 = llama ? _llama : _gpt2;
        using T3Sequence without = t3.Sequence(t3.Prompt(promptTokens: 0)), with = t3.Sequence(t3.Prompt());
        t3.Decoder.Prefill(without);
        float[] logits = t3.Logits;
        t3.Decoder.Prefill(with);
        Assert.All(logits, value => Assert.True(float.IsFinite(value)));
        Assert.NotEqual(logits, t3.Logits);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_tables_can_be_filled_and_not_overrun(bool llama)
    {
        TinyT3 t3 = llama ? _llama : _gpt2;
        const int New = 3, Text = 5;
        int room = t3.Model.Limits.MaxSpeechTokens(Text, 20);
        int[] spoken = TinyT3.Ids(room - New, SpeechToken.Count, 1);
        using T3Sequence sequence = t3.Sequence(t3.Prompt(Text, spoken: spoken), limits: new TokenLimits(0, New), draw: NeverStop);
        t3.Run(sequence);
        Assert.Equal(New, sequence.Tokens.Count);
        Assert.Contains("room", Refused(t3, t3.Prompt(Text, spoken: spoken), New + 1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_longest_text_is_read_and_no_longer_one(bool llama)
    {
        TinyT3 t3 = llama ? _llama : _gpt2;
        int most = t3.Model.Limits.MaxTextTokens;
        using T3Sequence sequence = t3.Sequence(t3.Prompt(most), limits: new TokenLimits(0, 1));
        t3.Run(sequence);
        Assert.Single(sequence.Tokens);
        Assert.Contains($"{most + 1} tokens", Refused(t3, t3.Prompt(most + 1), 1), StringComparison.Ordinal);
    }

    [Fact]
    public void Published_text_tables_take_2048_tokens() => Assert.Equal(2048, _llama.Model.Limits.MaxTextTokens);

    [Theory]
    [InlineData(704)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_text_token_beyond_the_table_is_refused(int id) =>
        Assert.Contains($"{id} is no text token", Refused(_llama, _llama.Prompt() with { TextTokens = [5, id] }, 1), StringComparison.Ordinal);

    [Theory]
    [InlineData(6561)]
    [InlineData(-1)]
    public void A_prompt_token_that_is_no_sound_is_refused(int id)
    {
        T3Prompt prompt = _gpt2.Prompt();
        T3Conditioning voice = prompt.Conditioning with { PromptSpeechTokens = [id] };
        Assert.Contains($"{id} is no prompt token", Refused(_gpt2, prompt with { Conditioning = voice }, 1), StringComparison.Ordinal);
    }

    [Fact]
    public void A_spoken_token_beyond_the_table_is_refused() =>
        Assert.Contains("no spoken token", Refused(_gpt2, _gpt2.Prompt(spoken: [6563]), 1), StringComparison.Ordinal);

    [Fact]
    public void A_speaker_embedding_of_another_model_is_refused()
    {
        T3Prompt prompt = _llama.Prompt();
        Assert.Contains("speaker embedding", Refused(_llama, prompt with { Conditioning = prompt.Conditioning with { SpeakerEmbedding = new float[192] } }, 1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 4101)]
    [InlineData(false, 1023)]
    public void A_prompt_longer_than_the_table_is_refused(bool llama, int tokens)
    {
        TinyT3 t3 = llama ? _llama : _gpt2;
        Assert.Contains($"{tokens} tokens", Refused(t3, t3.Prompt(promptTokens: tokens), 1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_below_one_is_refused(int max) => Assert.Contains("room for 1 to", Refused(_llama, _llama.Prompt(), max), StringComparison.Ordinal);

    private static string Refused(TinyT3 t3, T3Prompt prompt, int max) =>
        Assert.Throws<ArgumentException>(() => t3.Sequence(prompt, limits: new TokenLimits(0, max))).Message;

    /// <summary>Both kinds of T3.</summary>
    public sealed class Models : IDisposable
    {
        internal TinyT3 Llama { get; } = new("original-tiny");

        internal TinyT3 Gpt2 { get; } = new("nano-tiny");

        public void Dispose()
        {
            Llama.Dispose();
            Gpt2.Dispose();
        }
    }
}
