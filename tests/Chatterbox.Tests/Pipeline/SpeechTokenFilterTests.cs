using Chatterbox.Pipeline;

namespace Chatterbox.Tests.Pipeline;

public sealed class SpeechTokenFilterTests
{
    [Theory]
    [InlineData(ModelFamily.Original)]
    [InlineData(ModelFamily.Multilingual)]
    public void Llama_tokens_are_those_between_start_and_stop(ModelFamily family)
    {
        Assert.Equal([3, 4], SpeechTokenFilter.Sounds([1, 2, 6561, 3, 4, 6562, 5], family));
        Assert.Equal([1, 6560, 2], SpeechTokenFilter.Sounds([1, 6560, 6563, 8193, 2], family));
    }

    [Theory]
    [InlineData(ModelFamily.Turbo)]
    [InlineData(ModelFamily.Nano)]
    public void Gpt2_tokens_are_all_sounds(ModelFamily family) =>
        Assert.Equal([1, 2, 3, 4], SpeechTokenFilter.Sounds([1, 2, 6561, 3, 6562, 4], family));

    [Theory]
    [InlineData(ModelFamily.Original)]
    [InlineData(ModelFamily.Turbo)]
    public void Nothing_may_be_left(ModelFamily family)
    {
        Assert.Empty(SpeechTokenFilter.Sounds([], family));
        Assert.Empty(SpeechTokenFilter.Sounds([6561, 6562], family));
    }

    [Fact]
    public void Silence_follows_in_the_gpt2_families_alone()
    {
        Assert.Equal([7, 4299, 4299, 4299], SpeechTokenFilter.WithTrailingSilence([7], ModelFamily.Turbo));
        Assert.Equal([7, 4299, 4299, 4299], SpeechTokenFilter.WithTrailingSilence([7], ModelFamily.Nano));
        Assert.Equal([7], SpeechTokenFilter.WithTrailingSilence([7], ModelFamily.Original));
        Assert.Equal([7], SpeechTokenFilter.WithTrailingSilence([7], ModelFamily.Multilingual));
    }
}
