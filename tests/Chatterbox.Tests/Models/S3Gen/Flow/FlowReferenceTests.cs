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
    [InlineData(10)]
    [InlineData(11)]
    public void The_end_of_a_reference_has_the_frames_of_its_tokens(int frames)
    {
        float[] mel = [.. Enumerable.Range(0, frames * FlowReference.MelBins).Select(i => (float)(i / FlowReference.MelBins))];
        var reference = new FlowReference([5, 6, 7, 8, 9], mel, new float[192]);
        FlowReference end = reference.LastSeconds(0.09);
        Assert.Equal([8, 9], end.PromptTokens);
        Assert.Equal(Enumerable.Range(6, frames - 6).Select(frame => (float)frame), end.PromptMel.Where((_, i) => i % FlowReference.MelBins == 0));
        Assert.Equal(frames - 6, end.PromptFrames);
        Assert.Same(reference.XVector, end.XVector);
        Assert.Same(reference, reference.LastSeconds(0.2));
        Assert.Same(reference, reference.LastSeconds(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => reference.LastSeconds(0.01));
    }

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
