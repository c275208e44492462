using System.CommandLine;
using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Pipeline;

namespace Chatterbox.Server.Commands;

/// <summary>The options that make the flow faster and less exact.</summary>
internal sealed class FlowOptions
{
    private readonly Option<int?> _steps = new("--steps") { Description = "Solver steps of the flow, 1 to 100. Default: the family's.", HelpName = "N" };

    private readonly Option<int?> _guidanceEvery = new("--guidance-every")
    {
        Description = $"Compute the flow's guidance at every such solver step only, 1 to {FlowMatching.MaxGuidanceEvery}: faster, less exact. Default 1. Original and multilingual only.",
        HelpName = "N",
    };

    private readonly Option<double?> _referenceSeconds = new("--reference-seconds")
    {
        Description = $"Let the flow read only the last seconds of the voice's recording, {SynthesisRequest.MinReferenceSeconds} to {ReferenceSignals.PromptSeconds}: faster, less exact. Default: all of it.",
        HelpName = "S",
    };

    /// <summary>Adds the options to a command.</summary>
    public FlowOptions(Command command)
    {
        foreach (Option option in (ReadOnlySpan<Option>)[_steps, _guidanceEvery, _referenceSeconds])
            command.Options.Add(option);
    }

    /// <summary>Solver steps; null for the family's.</summary>
    /// <exception cref="UsageException">Out of range.</exception>
    public int? Steps(ParseResult result) => _steps.InRange(result, 1, 100);

    /// <summary>Every how many steps guidance is computed.</summary>
    /// <exception cref="UsageException">Out of range.</exception>
    public int GuidanceEvery(ParseResult result) => _guidanceEvery.InRange(result, 1, FlowMatching.MaxGuidanceEvery) ?? 1;

    /// <summary>Seconds of the recording that the flow reads; null for all.</summary>
    /// <exception cref="UsageException">Out of range.</exception>
    public double? ReferenceSeconds(ParseResult result) => _referenceSeconds.InRange(result, SynthesisRequest.MinReferenceSeconds, ReferenceSignals.PromptSeconds);

    /// <summary>Refuses to leave guidance out where the family has none.</summary>
    /// <exception cref="UsageException">The option is not for the family.</exception>
    public void RequireFor(ParseResult result, ModelFamily family)
    {
        if (GuidanceEvery(result) > 1 && !FamilyTraits.Of(family).GuidesFlow)
            throw new UsageException($"{_guidanceEvery.Name} is for original and multilingual models; {family}'s flow has no guidance. Leave it out.");
    }
}
