using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Tensors;

namespace Chatterbox.Tests.Models.S3Gen.Flow;

/// <summary>Which solver steps compute their guidance, and what the others make of it.</summary>
public sealed class FlowGuidanceTests : IDisposable
{
    private static readonly int[] Tokens = [1, 2, 3, 4];

    private readonly FlowFixture _flow = new("original-tiny");

    [Theory]
    [InlineData(10, 1, new[] { 2, 2, 2, 2, 2, 2, 2, 2, 2, 2 })]
    [InlineData(10, 2, new[] { 2, 1, 2, 1, 2, 1, 2, 1, 2, 2 })]
    [InlineData(10, 4, new[] { 2, 1, 1, 1, 2, 1, 1, 1, 2, 2 })]
    [InlineData(5, 3, new[] { 2, 1, 1, 2, 2 })]
    [InlineData(2, 4, new[] { 2, 2 })]
    [InlineData(1, 4, new[] { 2 })]
    public void Steps_between_do_without_the_unconditional_row(int steps, int every, int[] rows)
    {
        (StepProbe seen, _) = Run(steps, every);
        Assert.Equal(rows, seen.Rows);
        Assert.Equal(rows.Sum(), _flow.Model.EstimatorRows(steps, every));
    }

    /// <summary>The solver once more, from the velocities that the estimator gave it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_step_is_guided_by_the_newest_guidance(int every)
    {
        const int steps = 6;
        const double rate = 0.7;
        (StepProbe seen, float[] mel) = Run(steps, every);
        double[] guidance = [];
        for (int i = 0; i < steps; i++)
        {
            float[] x = seen.States[i], velocity = seen.Velocities[i];
            if (seen.Rows[i] == 2)
                guidance = [.. x.Select((_, k) => (double)velocity[k] - velocity[x.Length + k])];
            double step = Math.Cos(i * Math.PI / 2 / steps) - Math.Cos((i + 1) * Math.PI / 2 / steps);
            float[] next = [.. x.Select((value, k) => (float)(value + step * (velocity[k] + rate * guidance[k])))];
            float[] expected = i < steps - 1 ? seen.States[i + 1] : mel;
            TensorAssert.Close($"step {i}", expected, next.AsSpan(next.Length - expected.Length), 1e-5);
        }
    }

    [Fact]
    public void Guidance_at_every_step_is_the_default()
    {
        (StepProbe seen, float[] mel) = Run(null, null);
        Assert.Equal(Enumerable.Repeat(2, 10), seen.Rows);
        Assert.Equal(mel, Run(10, 1).Mel);
        Assert.NotEqual(mel, Run(10, 2).Mel);
    }

    /// <summary>A row has the same bits alone, so the first step that reuses guidance differs by that guidance alone.</summary>
    [Fact]
    public void The_conditional_row_is_the_same_without_the_other()
    {
        StepProbe all = Run(3, 1).Seen, second = Run(3, 2).Seen;
        Assert.Equal(all.States[1], second.States[1]);
        Assert.Equal(all.Velocities[1][..second.Velocities[1].Length], second.Velocities[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(FlowMatching.MaxGuidanceEvery + 1)]
    public void Other_distances_are_refused(int every) => Assert.Throws<ArgumentOutOfRangeException>(() => Run(10, every));

    [Fact]
    public void A_flow_without_guidance_cannot_reuse_it()
    {
        using var meanFlow = new FlowFixture("nano-tiny");
        Assert.Equal((true, false), (_flow.Model.IsGuided, meanFlow.Model.IsGuided));
        Assert.Equal((20, 2), (_flow.Model.EstimatorRows(null, 1), meanFlow.Model.EstimatorRows(null, 1)));
        using Scope scope = meanFlow.Engine.BeginScope();
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => meanFlow.Model.Forward(Tokens, meanFlow.Reference, meanFlow.RecordedNoise, guidanceEvery: 2));
        Assert.Contains("no guidance that steps could reuse", error.Message, StringComparison.Ordinal);
        Assert.Equal(Tokens.Length * 2, meanFlow.Model.Forward(Tokens, meanFlow.Reference, meanFlow.RecordedNoise, guidanceEvery: 1).Dim(1));
    }

    [Fact]
    public void What_was_kept_for_later_steps_is_given_back()
    {
        Run(10, 2);
        long before = _flow.Engine.MemoryBytes;
        Run(10, 2);
        Assert.Equal(before, _flow.Engine.MemoryBytes);
    }

    public void Dispose() => _flow.Dispose();

    private (StepProbe Seen, float[] Mel) Run(int? steps, int? every)
    {
        var probe = new StepProbe();
        _flow.Engine.Probe = probe;
        using Scope scope = _flow.Engine.BeginScope();
        Tensor mel = every is { } distance
            ? _flow.Model.Forward(Tokens, _flow.Reference, _flow.RecordedNoise, steps, distance)
            : _flow.Model.Forward(Tokens, _flow.Reference, _flow.RecordedNoise, steps);
        return (probe, mel.ToArray());
    }

    /// <summary>Keeps what goes into each step and what the estimator makes of it.</summary>
    private sealed class StepProbe : ITensorProbe
    {
        public List<float[]> States { get; } = [];

        public List<float[]> Velocities { get; } = [];

        public List<int> Rows { get; } = [];

        public void Observe(string name, Tensor tensor)
        {
            if (!name.StartsWith("flow/est/", StringComparison.Ordinal))
                return;
            if (name.EndsWith("/x", StringComparison.Ordinal))
                States.Add(tensor.ToArray());
            if (name.EndsWith("/out", StringComparison.Ordinal))
            {
                Velocities.Add(tensor.ToArray());
                Rows.Add(tensor.Dim(0));
            }
        }
    }
}
