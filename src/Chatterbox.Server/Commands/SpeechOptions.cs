using System.CommandLine;
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

    private readonly FlowOptions _flow;

    /// <summary>Adds the options to a command.</summary>
    public SpeechOptions(Command command)
    {
        foreach (Option option in (ReadOnlySpan<Option>)
            [_language, _temperature, _exaggeration, _cfgWeight, _topP, _topK, _minP, _repetition, _maxTokens])
            command.Options.Add(option);
        _flow = new FlowOptions(command);
    }

    /// <summary>A request with these options; text, voice and seed are still to be set.</summary>
    /// <exception cref="UsageException">A value is out of range or not for the family.</exception>
    public SynthesisRequest Request(ParseResult result, ModelFamily family)
    {
        SamplingSettings defaults = SamplingSettings.For(family);
        _flow.RequireFor(result, family);
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
            Exaggeration = (float)(_exaggeration.InRange(result, 0, 2) ?? 0.5),
            MaxTokens = _maxTokens.InRange(result, 1, 100_000),
            SolverSteps = _flow.Steps(result),
            GuidanceEvery = _flow.GuidanceEvery(result),
            ReferenceSeconds = _flow.ReferenceSeconds(result),
            Sampling = defaults with
            {
                Temperature = _temperature.InRange(result, 0, 5) ?? defaults.Temperature,
                CfgWeight = _cfgWeight.InRange(result, 0, 2) ?? defaults.CfgWeight,
                TopP = _topP.InRange(result, 1e-3, 1) ?? defaults.TopP,
                TopK = _topK.InRange(result, 0, 100_000) ?? defaults.TopK,
                MinP = _minP.InRange(result, 0, 1) ?? defaults.MinP,
                RepetitionPenalty = _repetition.InRange(result, 1, 5) ?? defaults.RepetitionPenalty,
            },
        };
    }

    private string? Language(ParseResult result, ModelFamily family)
    {
        string? code = LanguageCode.For(family, result.GetValue(_language));
        return family == ModelFamily.Multilingual && code is null
            ? throw new UsageException($"A multilingual model needs --language: {LanguageCode.Known}.")
            : code;
    }
}
