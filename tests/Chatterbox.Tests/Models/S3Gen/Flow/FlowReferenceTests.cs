using Chatterbox.Models.S3Gen.Flow;

namespace Chatterbox.Tests.Models.S3Gen.Flow;

public sealed class FlowReferenceTests
{
    [Theory]
    [InlineData(3, 6)]
    [InlineData(3, 7)]
    public void Two_frames_a_token_and_at_most_one_more_are_taken(int tokens, int frames) =>
        Assert.Equal(frames, new FlowReference(new int[tokens], new float[frames * FlowReference.MelBins], new float[192]).PromptFrames);

    [Theory]
    [InlineData(3, 5 * 80)]
    [InlineData(3, 8 * 80)]
    [InlineData(3, 6 * 80 + 1)]
    [InlineData(0, 0)]
    [InlineData(0, 80)]
    public void Parts_of_different_recordings_are_refused(int tokens, int values) =>
        Assert.Contains(
            "from the same recording",
            Assert.Throws<ArgumentException>(() => new FlowReference(new int[tokens], new float[values], new float[192])).Message,
            StringComparison.Ordinal);
}
