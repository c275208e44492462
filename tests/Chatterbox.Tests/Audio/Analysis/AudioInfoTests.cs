using Chatterbox.Audio;
using Chatterbox.Audio.Analysis;

namespace Chatterbox.Tests.Audio.Analysis;

public class AudioInfoTests
{
    [Fact]
    public void Peak_and_RMS_cover_all_channels()
    {
        AudioInfo info = AudioInfo.Of(new AudioClip(new float[] { 0.5f, -1, 0, 0 }, 8000, 2));
        Assert.Equal(1, info.Peak);
        Assert.Equal(Math.Sqrt(1.25 / 4), info.Rms, 1e-12);
        Assert.Equal((8000, 2), (info.SampleRate, info.Channels));
        Assert.Equal(TimeSpan.FromSeconds(2.0 / 8000), info.Duration);
        Assert.Null(info.Loudness);
    }

    [Fact]
    public void An_empty_clip_is_silent()
    {
        AudioInfo info = AudioInfo.Of(new AudioClip(Array.Empty<float>(), 24000));
        Assert.Equal((0.0, 0.0), (info.Peak, info.Rms));
    }
}
