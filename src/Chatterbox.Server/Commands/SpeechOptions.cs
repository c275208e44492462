using System.CommandLine;
using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Pipeline;

namespace Chatterbox.Server.Commands;

/// <summary>The options that shape speech, with the family's defaults and their ranges.</summary>
internal sealed class SpeechOptions
{
    private readonly Option<string?> _language = new("--language")
    {
        Description = "Language code for multilingual models: en, fr, de, zh, ...",
        HelpName = "L",
    };

    private readonly Option<double?> _temperature = new("--temperature") { Description = "0 (always the likeliest) to 5. Default 0.8.", HelpName = "T" };
    private readonly Option<double?> _exaggeration = new("--exaggeration")
    {
        Description = "0 to 2, 0.5 being neutral. Original and multilingual only.",
        HelpName = "E",
    };

    private readonly Option<double?> _cfgWeight = new("--cfg-weight")
    {
        Description = "How closely to follow the text, 0 to 2. Default 0.5. Original and multilingual only.",
        HelpName = "W",
    };

    private readonly Option<double?> _topP = new("--top-p") { Description = "Keep the likeliest tokens up to this share, over 0 to 1.", HelpName = "P" };
    private readonly Option<int?> _topK = new("--top-k") { Description = "Keep this many of the likeliest tokens; 0 keeps all.", HelpName = "K" };
    private readonly Option<double?> _minP = new("--min-p") { Description = "Drop tokens below this share of the likeliest, 0 to 1.", HelpName = "P" };
    private readonly Option<double?> _repetition = new("--repetition-penalty") { Description = "1 (none) to 5. Default 1.2.", HelpName = "R" };
    private readonly Option<int?> _maxTokens = new("--max-tokens")
    {
        Description = "Speech tokens of a piece of text at most; 25 are a second.",
        HelpName = "N",
    };

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
    public SpeechOptions(Command command)
    {
        foreach (Option option in (ReadOnlySpan<Option>)
            [_language, _temperature, _exaggeration, _cfgWeight, _topP, _topK, _minP, _repetition, _maxTokens, _steps, _guidanceEvery, _referenceSeconds])
            command.Options.Add(option);
    }

    /// <summary>A request with these options; text, voice and seed are still to be set.</summary>
    /// <exception cref="UsageException">A value is out of range or not for the family.</exception>
    public SynthesisRequest Request(ParseResult result, ModelFamily family)
    {
        SamplingSettings defaults = SamplingSettings.For(family);
        int guidanceEvery = Number(result, _guidanceEvery, 1, FlowMatching.MaxGuidanceEvery) ?? 1;
        if (guidanceEvery > 1 && !FamilyTraits.Of(family).GuidesFlow)
            throw new UsageException($"{_guidanceEvery.Name} is for original and multilingual models; {family}'s flow has no guidance. Leave it out.");
        if (family is ModelFamily.Turbo or ModelFamily.Nano)
            foreach (Option<double?> option in (ReadOnlySpan<Option<double?>>)[_exaggeration, _cfgWeight])
                if (result.GetValue(option) is not null)
                    throw new UsageException($"{option.Name} is for original and multilingual models; {family} has no such setting.");
        string? language = Language(result, family);
        return new SynthesisRequest
        {
            Text = "",
            Voice = null!,
            Seed = 0,
            Language = language,
            Lengths = LengthRule.For(family, language),
            Exaggeration = (float)(Number(result, _exaggeration, 0, 2) ?? 0.5),
            MaxTokens = Number(result, _maxTokens, 1, 100_000),
            SolverSteps = Number(result, _steps, 1, 100),
            GuidanceEvery = guidanceEvery,
            ReferenceSeconds = Number(result, _referenceSeconds, SynthesisRequest.MinReferenceSeconds, ReferenceSignals.PromptSeconds),
            Sampling = defaults with
            {
                Temperature = Number(result, _temperature, 0, 5) ?? defaults.Temperature,
                CfgWeight = Number(result, _cfgWeight, 0, 2) ?? defaults.CfgWeight,
                TopP = Number(result, _topP, 1e-3, 1) ?? defaults.TopP,
                TopK = Number(result, _topK, 0, 100_000) ?? defaults.TopK,
                MinP = Number(result, _minP, 0, 1) ?? defaults.MinP,
                RepetitionPenalty = Number(result, _repetition, 1, 5) ?? defaults.RepetitionPenalty,
            },
        };
    }

    private static T? Number<T>(ParseResult result, Option<T?> option, T low, T high)
        where T : struct, IComparable<T>
    {
        if (result.GetValue(option) is not { } value)
            return null;
        return value.CompareTo(low) >= 0 && value.CompareTo(high) <= 0
            ? value
            : throw new UsageException($"{option.Name} must be {low} to {high}, not {value}.");
    }

    private string? Language(ParseResult result, ModelFamily family)
    {
        string? code = LanguageCode.For(family, result.GetValue(_language));
        return family == ModelFamily.Multilingual && code is null
            ? throw new UsageException($"A multilingual model needs --language: {LanguageCode.Known}.")
            : code;
    }
}
