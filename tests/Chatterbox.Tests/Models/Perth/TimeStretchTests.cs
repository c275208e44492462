using Chatterbox.Models.Perth;

namespace Chatterbox.Tests.Models.Perth;

public class TimeStretchTests
{
    [Theory]
    [InlineData(5, new float[] { 0, 8, 5, 9, 10, 10, 15, 6, 20, 2 })]
    [InlineData(3, new float[] { 0, 8, 10, 10, 20, 2 })]
    [InlineData(2, new float[] { 0, 8, 20, 2 })]
    [InlineData(1, new float[] { 0, 8 })]
    public void Rows_lie_on_straight_lines_between_the_first_and_the_last(int frames, float[] expected)
    {
        float[] rows = [0, 8, 10, 10, 20, 2];
        float[] actual = new float[frames * 2];
        TimeStretch.Linear(rows, 2, frames, 0, actual);
        Assert.Equal(expected, actual);

        float[] last = new float[2];
        TimeStretch.Linear(rows, 2, frames, frames - 1, last);
        Assert.Equal(expected[^2..], last);
    }

    [Theory]
    [InlineData(4, new[] { 0, 0, 1, 2, 3 })]
    [InlineData(5, new[] { 0, 1, 2, 3, 4 })]
    [InlineData(6, new[] { 0, 1, 2, 3, 4 })]
    [InlineData(8, new[] { 0, 1, 3, 4, 6 })]
    public void The_nearest_frame_is_rounded_down(int from, int[] expected) =>
        Assert.Equal(expected, Enumerable.Range(0, 5).Select(i => TimeStretch.Nearest(i, from, 5)));
}
