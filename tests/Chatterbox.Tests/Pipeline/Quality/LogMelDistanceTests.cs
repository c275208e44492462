using Chatterbox.Pipeline.Quality;

namespace Chatterbox.Tests.Pipeline.Quality;

public sealed class LogMelDistanceTests
{
    /// <summary>Differences 1, 0, -1, 2 of 1, 2, 3, 4: worked out by hand, in two parts.</summary>
    [Fact]
    public void Is_taken_over_all_that_was_added()
    {
        var distance = new LogMelDistance();
        distance.Add([1, 2], [2, 2]);
        distance.Add([3, 4], [2, 6]);
        Assert.Equal(Math.Sqrt(6.0 / 30), distance.RelativeL2, 1e-12);
        Assert.Equal(20 / Math.Log(10), distance.MeanDecibels, 1e-12);

        // Covariance 1.5 (36/4 - 2.5 * 3), variances 1.25 and 3.
        Assert.Equal(1.5 / Math.Sqrt(1.25 * 3), distance.Correlation, 1e-12);
    }

    [Fact]
    public void A_louder_copy_correlates_fully_and_is_as_many_decibels_away()
    {
        var distance = new LogMelDistance();
        float louder = MathF.Log(10) * 6 / 20;
        distance.Add([-3, -5, -1], [-3 + louder, -5 + louder, -1 + louder]);
        Assert.Equal(1, distance.Correlation, 1e-6);
        Assert.Equal(6, distance.MeanDecibels, 1e-5);
    }

    [Fact]
    public void The_end_of_the_longer_one_does_not_count()
    {
        var distance = new LogMelDistance();
        distance.Add([1, 2, 9], [1, 2]);
        distance.Add([3], [3, 9]);
        Assert.Equal((0, 0), (distance.RelativeL2, distance.MeanDecibels));
        Assert.Equal(1, distance.Correlation, 1e-12);
    }
}
