using Chatterbox.Models.VoiceEncoder;

namespace Chatterbox.Tests.Models.VoiceEncoder;

public sealed class PartialWindowsTests
{
    // By hand from get_num_wins: a window more when the mel covers 128 of its 160 frames.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(160, 1)]
    [InlineData(204, 1)]
    [InlineData(205, 2)]
    [InlineData(237, 2)]
    [InlineData(281, 2)]
    [InlineData(282, 3)]
    [InlineData(399, 4)]
    [InlineData(1370, 17)]
    public void Windows_that_are_mostly_covered_count(int frames, int windows) =>
        Assert.Equal(windows, PartialWindows.Count(frames));

    [Fact]
    public void Zeros_follow_the_end()
    {
        float[] mel = [.. Enumerable.Range(1, 205 * 2).Select(i => (float)i)], window = new float[PartialWindows.Length * 2];
        Array.Fill(window, -1);
        PartialWindows.Copy(mel, 2, 1, window);
        Assert.Equal(mel[154..], window[..256]);
        Assert.All(window[256..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void No_frames_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => PartialWindows.Count(0));
}
