using Chatterbox.Pipeline;
using Chatterbox.Pipeline.Quality;
using Chatterbox.Tensors;

namespace Chatterbox.Tests.Pipeline.Quality;

public sealed class RenderingComparisonTests : IDisposable
{
    private readonly TinyModelFolder _folder = new("original-tiny");
    private readonly TinySynthesis _tiny;

    public RenderingComparisonTests() => _tiny = new TinySynthesis(_folder.Path);

    [Fact]
    public void The_default_is_no_distance_from_itself_and_everything_else_is()
    {
        RenderingSettings[] settings =
        [
            new("same", 10), new("fewer", 9), new("guidance", GuidanceEvery: 2), new("reference", ReferenceSeconds: 2), new("noise", OtherNoise: true),
        ];
        RenderingComparison comparison = _tiny.Comparison(settings);
        comparison.Add(_tiny.Request);
        comparison.Add(_tiny.Request with { Seed = 2, SolverSteps = 1, GuidanceEvery = 4 });
        Assert.Equal(2, comparison.Tokens.Count);
        Assert.Equal(settings, comparison.Distances.Select(distance => distance.Settings));
        Assert.Equal((0, 0), (comparison.Distances[0].Mel.RelativeL2, comparison.Distances[0].Audio.RelativeL2));
        Assert.All(comparison.Distances.Skip(1), distance =>
        {
            Assert.InRange(distance.Mel.RelativeL2, 1e-6, 10);
            Assert.InRange(distance.Audio.RelativeL2, 1e-6, 10);
        });
    }

    /// <summary>The distance of a request's mel that the pipeline itself makes, tokens and noise being the same.</summary>
    [Fact]
    public void The_mel_is_that_of_the_pipeline()
    {
        SynthesisRequest request = _tiny.Request with { SolverSteps = null };
        RenderingComparison comparison = _tiny.Comparison([new RenderingSettings("faster", 6, 2, 1.5)]);
        comparison.Add(request);
        float[] expected = MelOf(request), actual = MelOf(request with { SolverSteps = 6, GuidanceEvery = 2, ReferenceSeconds = 1.5 });
        Assert.Equal(TensorAssert.RelativeError(expected, actual), comparison.Distances[0].Mel.RelativeL2, 1e-9);
    }

    [Theory]
    [InlineData(ModelFamily.Original)]
    [InlineData(ModelFamily.Multilingual)]
    [InlineData(ModelFamily.Turbo)]
    [InlineData(ModelFamily.Nano)]
    public void A_family_is_compared_by_what_it_has(ModelFamily family)
    {
        IReadOnlyList<RenderingSettings> settings = RenderingSettings.For(family);
        bool guided = family is ModelFamily.Original or ModelFamily.Multilingual;
        Assert.Equal(guided, settings.Any(way => way.GuidanceEvery > 1));
        Assert.Equal(guided ? [8, 6, 4, 6] : [1], settings.Where(way => way.Steps is not null).Select(way => way.Steps!.Value));
        Assert.Contains(settings, way => way.ReferenceSeconds == 5);
        Assert.True(settings[^1].OtherNoise);
    }

    public void Dispose()
    {
        _tiny.Dispose();
        _folder.Dispose();
    }

    private float[] MelOf(SynthesisRequest request)
    {
        var probe = new MelProbe();
        _tiny.Engine.Probe = probe;
        _tiny.Synthesizer.Speak(request);
        _tiny.Engine.Probe = null;
        return probe.Mel;
    }

    private sealed class MelProbe : ITensorProbe
    {
        public float[] Mel { get; private set; } = [];

        public void Observe(string name, Tensor tensor)
        {
            if (name == "flow/mel")
                Mel = tensor.ToArray();
        }
    }
}
