using Chatterbox.Audio.Analysis;

namespace Chatterbox.Tests.Audio.Analysis;

/// <summary>
/// Ranges of real recordings are in <see cref="LoudnessMeterTests"/> and <see cref="ReferenceAudioParityTests"/>, which decode them.
/// </summary>
public class SilenceTrimTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(5000)]
    public void Silence_stays_whole(int samples) => Assert.Equal((0, samples), SilenceTrim.FindRange(new float[samples]));

    [Fact]
    public void A_burst_keeps_the_frames_that_touch_it()
    {
        float[] signal = new float[20480];
        signal.AsSpan(10240, 512).Fill(0.5f);
        // Frames reach 1024 samples to each side: those that hold samples of the burst are centred on 9728 to 11264.
        Assert.Equal((9728, 11264 + 512), SilenceTrim.FindRange(signal));
    }
}
