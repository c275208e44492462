using Chatterbox.Audio;

namespace Chatterbox.Tests.Audio;

public class AudioClipTests
{
    [Fact]
    public void Mono_is_the_mean_of_the_channels()
    {
        AudioClip clip = new(new float[] { 1, 2, 3, -1, 0, 4 }, 8000, 3);
        Assert.Equal(2, clip.Frames);
        Assert.Equal([2, 1], clip.ToMono().Samples.ToArray());
        Assert.Equal(1, clip.ToMono().Channels);
    }

    [Fact]
    public void A_mono_clip_is_its_own_mono()
    {
        AudioClip clip = new(new float[8000], 16000);
        Assert.Same(clip, clip.ToMono());
        Assert.Equal(TimeSpan.FromSeconds(0.5), clip.Duration);
    }

    [Fact]
    public void Half_a_frame_is_refused() => Assert.Throws<ArgumentException>(() => new AudioClip(new float[3], 8000, 2));
}
