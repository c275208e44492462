using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Tensors;
using Chatterbox.Tests.Tensors.Cpu;

namespace Chatterbox.Tests.Models.S3Gen.Flow;

/// <summary>What the flow refuses, reports and gives up; the model is the generated mean-flow one, which is the quickest.</summary>
public sealed class FlowMatchingTests : IDisposable
{
    private readonly FlowFixture _flow = new("nano-tiny");

    [Fact]
    public void The_steps_of_the_family_are_the_default()
    {
        using var original = new FlowFixture("original-tiny");
        Assert.Equal(2, _flow.Model.DefaultSteps);
        Assert.Equal(10, original.Model.DefaultSteps);
    }

    [Fact]
    public void Steps_can_be_chosen()
    {
        List<FlowProgress> seen = [];
        using Scope scope = _flow.Engine.BeginScope();
        Tensor mel = _flow.Model.Forward([1, 2, 3], _flow.Reference, _flow.RecordedNoise, steps: 3, progress: seen.Add);

        // Two and four encoder layers; one block down, two in the middle, one up.
        Assert.Equal(Enumerable.Range(1, 6 + 3 * 4).Select(done => new FlowProgress(done, 6 + 3 * 4)), seen);
        Assert.Equal(new Shape(1, 6, FlowReference.MelBins), mel.Shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => Run([1], steps: 0));
    }

    [Fact]
    public void An_odd_frame_of_the_reference_is_taken_from_the_output()
    {
        var odd = new FlowReference(_flow.Reference.PromptTokens, [.. _flow.Reference.PromptMel, .. new float[FlowReference.MelBins]], _flow.Reference.XVector);
        using Scope scope = _flow.Engine.BeginScope();
        Assert.Equal(new Shape(1, 5, FlowReference.MelBins), _flow.Model.Forward([1, 2, 3], odd, _flow.RecordedNoise).Shape);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(14)]
    public void A_run_is_cancelled_at_the_block_at_hand(int block)
    {
        using var source = new CancellationTokenSource();
        int done = 0;
        using (_flow.Engine.BeginScope())
        {
            Assert.Throws<OperationCanceledException>(() => _flow.Model.Forward(
                [1, 2, 3], _flow.Reference, _flow.RecordedNoise, progress: Report, cancellation: source.Token));
        }

        Assert.Equal(block, done);
        Assert.Equal(480, Run([1, 2, 3]).Length);

        void Report(FlowProgress progress)
        {
            done = progress.Done;
            if (done == block)
                source.Cancel();
        }
    }

    [Fact]
    public void A_run_is_cancelled_inside_a_block()
    {
        using var source = new CancellationTokenSource();
        List<int> done = [];
        _flow.Engine.Probe = new CancellingProbe("flow/est/mid0/resnet", source);
        using Scope scope = _flow.Engine.BeginScope();
        Assert.Throws<OperationCanceledException>(() => _flow.Model.Forward(
            [1, 2, 3], _flow.Reference, _flow.RecordedNoise, progress: progress => done.Add(progress.Done), cancellation: source.Token));

        // Six encoder layers and the block down.
        Assert.Equal(Enumerable.Range(1, 7), done);
    }

    [Fact]
    public void The_same_noise_gives_the_same_bits()
    {
        float[] first = Run([5, 6, 7, 8]);
        Assert.Equal(first, Run([5, 6, 7, 8]));
        Assert.NotEqual(first, Run([5, 6, 7, 9]));
    }

    [Fact]
    public void No_tokens_are_refused() =>
        Assert.Contains("no speech tokens", Assert.Throws<ArgumentException>(() => Run([])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(6561)]
    [InlineData(-1)]
    public void Ids_that_are_no_speech_tokens_are_refused(int id)
    {
        string message = $"{id} is not a speech token; ids run from 0 to 6560.";
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Run([0, id])).Message, StringComparison.Ordinal);
        int[] prompt = [.. _flow.Reference.PromptTokens];
        prompt[^1] = id;
        var reference = new FlowReference(prompt, _flow.Reference.PromptMel, _flow.Reference.XVector);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Run([0], reference)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_x_vector_of_another_length_is_refused()
    {
        var reference = new FlowReference(_flow.Reference.PromptTokens, _flow.Reference.PromptMel, new float[191]);
        Assert.Contains("191 values; this checkpoint takes 192", Assert.Throws<ArgumentException>(() => Run([0], reference)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_has_the_same_bits_before_and_after_a_longer_one()
    {
        int[] few = [1, 2, 3, 4], many = [.. Enumerable.Range(0, 150)];
        float[] before = Mel(few), longer = Mel(many);
        Assert.Equal(before, Mel(few));
        Assert.Equal(longer, Mel(many));

        float[] Mel(int[] tokens)
        {
            using Scope scope = _flow.Engine.BeginScope();
            return _flow.Model.Forward(tokens, _flow.Reference, (_, noise) => Random32.Values(1, noise.Length).CopyTo(noise), steps: 1).ToArray();
        }
    }

    [Fact]
    public void Working_memory_is_given_back()
    {
        Run([1, 2, 3, 4]);
        long before = _flow.Engine.MemoryBytes;
        for (int i = 0; i < 3; i++)
            Run([1, 2, 3, 4]);
        Assert.Equal(before, _flow.Engine.MemoryBytes);
    }

    public void Dispose() => _flow.Dispose();

    private float[] Run(int[] tokens, FlowReference? reference = null, int? steps = null)
    {
        using Scope scope = _flow.Engine.BeginScope();
        return _flow.Model.Forward(tokens, reference ?? _flow.Reference, _flow.RecordedNoise, steps).ToArray();
    }

    private sealed class CancellingProbe(string at, CancellationTokenSource source) : ITensorProbe
    {
        public void Observe(string name, Tensor tensor)
        {
            if (name == at)
                source.Cancel();
        }
    }
}
