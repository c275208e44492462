using Chatterbox.Audio.Encoding;

namespace Chatterbox.Tests.Audio.Encoding;

public class EncoderSettingsTests
{
    [Theory]
    [InlineData(0.25)]
    [InlineData(4)]
    public void The_ends_of_the_range_are_taken(double speed) => Assert.Equal(speed, new EncoderSettings { Speed = speed }.Speed);

    [Theory]
    [InlineData(0.249)]
    [InlineData(4.001)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Other_speeds_are_refused(double speed) =>
        Assert.Contains(
            "between 0.25 and 4",
            Assert.Throws<ArgumentOutOfRangeException>(() => new EncoderSettings { Speed = speed }).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Other_values_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncoderSettings { SampleRate = 7_999 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncoderSettings { SampleRate = 96_001 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncoderSettings { KnownSamples = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncoderSettings { KnownSamples = uint.MaxValue / 2 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncoderSettings { StallTimeout = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncoderSettings { StallTimeout = Timeout.InfiniteTimeSpan });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EncoderSettings { StallTimeout = TimeSpan.MaxValue });
    }
}
