using Chatterbox.Models.S3Gen.Flow;

namespace Chatterbox.Pipeline.Quality;

/// <summary>How speech tokens are rendered: what a request may change for the sake of speed.</summary>
/// <param name="Name">What a table calls it.</param>
/// <param name="Steps">Solver steps; null for the family's.</param>
/// <param name="GuidanceEvery">See <see cref="FlowMatching"/>.</param>
/// <param name="ReferenceSeconds">Seconds of the voice's prompt; null for all.</param>
/// <param name="OtherNoise">Whether the noise is that of the next seed: no option, but a measure for the distances of the others.</param>
public sealed record RenderingSettings(string Name, int? Steps = null, int GuidanceEvery = 1, double? ReferenceSeconds = null, bool OtherNoise = false)
{
    private const int ShortReference = 5;

    private static readonly RenderingSettings Shorter = new($"{ShortReference} s of reference", ReferenceSeconds: ShortReference);
    private static readonly RenderingSettings Noise = new("other noise", OtherNoise: true);

    /// <summary>What a family's default is compared with.</summary>
    public static IReadOnlyList<RenderingSettings> For(ModelFamily family) => FamilyTraits.Of(family).GuidesFlow
        ?
        [
            new("8 steps", 8),
            new("6 steps", 6),
            new("4 steps", 4),
            new("guidance every 2nd", GuidanceEvery: 2),
            Shorter,
            new($"6 steps, every 2nd, {ShortReference} s", 6, 2, ShortReference),
            Noise,
        ]
        : [new("1 step", 1), Shorter, Noise];

    /// <summary>What the flow reads of a voice.</summary>
    public FlowReference Reference(Voice voice) => ReferenceSeconds is { } seconds ? voice.Reference.LastSeconds(seconds) : voice.Reference;

    /// <summary>A request that is rendered like this.</summary>
    public SynthesisRequest Apply(SynthesisRequest request) =>
        request with { SolverSteps = Steps, GuidanceEvery = GuidanceEvery, ReferenceSeconds = ReferenceSeconds };
}
