using Chatterbox.Models.Perth;

namespace Chatterbox.Tests.Models.Perth;

public class SoundMaskTests
{
    [Fact]
    public void Frames_over_a_twentieth_of_the_loudest_are_sound() =>
        Assert.Equal([true, false, true, false], SoundMask.Of([100, 4.9f, 5.1f, 0]));

    [Fact]
    public void Silence_is_no_sound() => Assert.Equal([false, false], SoundMask.Of([0, 0]));
}
