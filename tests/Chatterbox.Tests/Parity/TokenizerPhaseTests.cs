using Chatterbox.Parity;

namespace Chatterbox.Tests.Parity;

public sealed class TokenizerPhaseTests
{
    /// <summary>0.999 tanh(0.5501) is 0.5000: the digit may be 1 or 2.</summary>
    private const float OnThreshold = 0.5501f;

    [Fact]
    public void A_token_is_open_where_one_of_its_digits_lies_on_a_threshold()
    {
        float[] projected = new float[4 * 8];
        projected[8 + 7] = OnThreshold;
        projected[3 * 8] = -OnThreshold;
        Assert.Equal([1, 3], TokenizerPhase.OnThreshold(projected).Order());
    }

    [Fact]
    public void A_digit_beside_the_threshold_is_not_open()
    {
        Assert.Empty(TokenizerPhase.OnThreshold([0.5535f, 0.5467f, -0.5535f, -0.5467f, 0, 3, -3, 1]));
    }

    /// <summary>Tokens on a threshold are in the recording, so that a count of them would let as many others be wrong.</summary>
    [Theory]
    [InlineData("s3tok/projected", "s3tok/tokens")]
    [InlineData("s3tok/projected", "ref/prompt_token")]
    [InlineData("s3tok/projected.1", "ref/t3_prompt_tokens")]
    public void A_wrong_token_passes_on_a_threshold_and_nowhere_else(string projected, string tokens)
    {
        using CaseCopy copy = new("multilingual-tiny-fr");
        HashSet<int> open;
        using (ParityCase parityCase = ParityCases.Open("multilingual-tiny-fr"))
            open = TokenizerPhase.OnThreshold(parityCase.Get(projected).Values);
        Assert.NotEmpty(open);
        int onThreshold = open.Min(), beside = Enumerable.Range(0, 100).First(place => !open.Contains(place));

        copy.EditIds(tokens, ids => ids[onThreshold] ^= 1);
        ParityReport report = copy.Run(2);
        Assert.Equal(0, report.Failed);
        Assert.Contains("1 differ where they may", report.Lines.Single(line => line.Name == tokens).Detail, StringComparison.Ordinal);

        copy.EditIds(tokens, ids => (ids[onThreshold], ids[beside]) = (ids[onThreshold] ^ 1, ids[beside] ^ 1));
        ParityLine wrong = Assert.Single(copy.Run(2).Lines, line => !line.Passed);
        Assert.Equal(tokens, wrong.Name);
        Assert.Contains($" at {beside}", wrong.Detail, StringComparison.Ordinal);
    }
}
