using Chatterbox.Server.Engine;

namespace Chatterbox.Tests.Server.Engine;

public sealed class SpeechRateTests
{
    [Fact]
    public void The_wait_grows_with_the_text_at_hand_and_goes_with_it()
    {
        var rate = new SpeechRate();
        Assert.Equal(TimeSpan.Zero, rate.Wait);
        rate.Begin(100);
        double one = rate.Wait.TotalSeconds;
        Assert.True(one > 0);
        rate.Begin(200);
        Assert.Equal((300, 3 * one), (rate.Outstanding, rate.Wait.TotalSeconds));
        rate.End(100, null);
        Assert.Equal((200, 2 * one), (rate.Outstanding, rate.Wait.TotalSeconds));
        rate.End(200, null);
        Assert.Equal((0, 0), (rate.Outstanding, rate.Wait.TotalSeconds));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(25)]
    [InlineData(400)]
    public void After_some_requests_the_wait_is_what_their_speed_makes_it(double tokensPerSecond)
    {
        var rate = new SpeechRate();
        for (int i = 0; i < 50; i++)
            Speak(rate, 100, 100 / tokensPerSecond);
        rate.Begin(1000);
        Assert.Equal(1000 / tokensPerSecond, rate.Wait.TotalSeconds, 1000 / tokensPerSecond * 0.01);
    }

    [Fact]
    public void One_request_moves_the_speed_a_part_of_the_way()
    {
        var rate = new SpeechRate();
        for (int i = 0; i < 50; i++)
            Speak(rate, 100, 1);
        Speak(rate, 100, 10);
        rate.Begin(100);
        Assert.InRange(rate.Wait.TotalSeconds, 1.05, 5);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    public void What_was_not_finished_says_nothing_about_the_speed(double? seconds)
    {
        var rate = new SpeechRate();
        rate.Begin(100);
        TimeSpan before = rate.Wait;
        rate.Begin(5000);
        rate.End(5000, seconds);
        Assert.Equal(before, rate.Wait);
    }

    private static void Speak(SpeechRate rate, int textTokens, double seconds)
    {
        rate.Begin(textTokens);
        rate.End(textTokens, seconds);
    }
}
