using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Parity;

namespace Chatterbox.Tests.Models.S3Gen.Flow;

public sealed class TimeGridTests
{
    [Fact]
    public void The_cosine_grid_is_the_recorded_one()
    {
        using ParityCase recorded = ParityCase.Open(Repo.Path("parity_data", "original-tiny"));
        float[] times = TimeGrid.Cosine(10);
        for (int i = 0; i < 10; i++)
            Assert.Equal(recorded.Get($"flow/est/{i}/t").Values[0], times[i], 1e-7f);
        Assert.Equal(1f, times[10], 1e-7f);
    }

    [Theory]
    [InlineData(1, new[] { 0f, 1f })]
    [InlineData(2, new[] { 0f, 0.5f, 1f })]
    [InlineData(4, new[] { 0f, 0.25f, 0.5f, 0.75f, 1f })]
    public void The_linear_grid_has_equal_steps(int steps, float[] times) => Assert.Equal(times, TimeGrid.Linear(steps));
}
