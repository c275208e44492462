using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Tensors;

namespace Chatterbox.Parity;

/// <summary>
/// Phases 5 and 6: T3 reads the recorded conditions and text, then decodes. The recorded tokens are fed whatever our draw says, and
/// the draw is compared: the surviving ids, their probabilities, and the token that the recorded random number picks.
/// </summary>
public sealed class T3Phases
{
    /// <summary>The comparison of every step's likeliest token.</summary>
    public const string LikeliestName = "t3/likeliest";


    private readonly ParityContext _context;
    private readonly T3Model _model;
    private readonly int[] _tokens;
    private readonly double[] _uniforms;
    private readonly List<int> _drawn = [];
    private readonly bool _comparesDecoding;
    private readonly bool _stopsByItself;
    private readonly bool _rounded;
    private int _otherLikeliest;

    private T3Phases(ParityContext context, T3Model model, bool comparesDecoding, bool stopsByItself, bool rounded = false)
    {
        _rounded = rounded;
        _context = context;
        _model = model;
        _comparesDecoding = comparesDecoding;
        _stopsByItself = stopsByItself;
        _tokens = context.Case.Ids("t3/tokens", model.SpeechVocabulary);
        context.Recorded("t3/uniforms", _tokens.Length);
        _uniforms = context.Case.Tensors.ReadFloat64("t3/uniforms");
    }

    /// <summary>
    /// Runs T3 once. <paramref name="prefill"/> compares what is computed up to the first logits, <paramref name="decoding"/> everything
    /// after; <paramref name="stopsByItself"/> tells that the recorder let the model draw the stop token (a trained checkpoint).
    /// </summary>
    public static void Run(ParityContext context, bool prefill, bool decoding, bool stopsByItself)
    {
        var model = new T3Model(new Weights(context.Engine, context.Sources.T3));
        SamplingSettings settings = Settings(context.Case, model);
        int repeats = Repeats(model, settings);
        var phases = new T3Phases(context, model, decoding, stopsByItself);
        ParityProbe probe = context.Probe(name => PhaseTensors.IsPrefill(name) ? prefill : decoding, RecordedName, repeats);
        context.Watch(probe, () => phases.Decode(settings, decoding ? phases._tokens.Length : 1));
        if (decoding)
            context.Report.CompareIds("t3/tokens", phases._tokens, phases._drawn.ToArray());
    }

    /// <summary>Runs T3 on an engine that rounds its weights; see <see cref="ParityRunner.RunRounded"/>.</summary>
    public static void RunRounded(ParityContext context)
    {
        var model = new T3Model(new Weights(context.Engine, context.Sources.T3));
        SamplingSettings settings = Settings(context.Case, model);
        var phases = new T3Phases(context, model, comparesDecoding: true, stopsByItself: false, rounded: true);
        var probe = new ParityProbe(
            context.Case, context.Report, name => name.StartsWith("t3/logits", StringComparison.Ordinal) ? RoundingErrors.LogitsBound : null, RecordedName, Repeats(model, settings));
        context.Watch(probe, () => phases.Decode(settings, phases._tokens.Length));
        int steps = phases._tokens.Length;
        context.Report.CompareCount(LikeliestName, phases._otherLikeliest, steps, Math.Max(1, steps / RoundingErrors.StepsPerOther));
    }

    private static SamplingSettings Settings(ParityCase parityCase, T3Model model)
    {
        ParityOptions options = parityCase.Options;
        return SamplingSettings.For(parityCase.Family) with
        {
            Temperature = options.Temperature, TopP = options.TopP, TopK = options.TopK, MinP = model.IsLlama ? options.MinP : 0,
            RepetitionPenalty = options.RepetitionPenalty, CfgWeight = model.IsLlama ? options.CfgWeight : 0,
        };
    }

    private static int Repeats(T3Model model, SamplingSettings settings) => model.IsLlama && settings.CfgWeight == 0 ? 2 : 1;

    private static string RecordedName(string name, int sight) => name switch
    {
        "t3/logits" => $"t3/logits/{sight:000}",
        _ when name.StartsWith("t3/layer", StringComparison.Ordinal) => sight switch
        {
            0 => $"{name}/prefill",
            1 => $"{name}/step1",
            _ => $"{name}/{sight}",
        },
        _ => ParityProbe.Numbered(name, sight),
    };

    private void Decode(SamplingSettings settings, int steps)
    {
        T3Prompt prompt = Prompt();
        using var sequence = new T3Sequence(_model, prompt, settings, new TokenLimits(0, _tokens.Length), Draw);
        var decoder = new T3Decoder(_model);
        decoder.Prefill(sequence);
        for (int i = 1; i < steps && !sequence.Finished; i++)
            decoder.Step([sequence]);
        if (sequence.Failure is { } failure)
            throw new CheckpointException($"{_context.Case.Name}: {failure.Message}", failure);
    }

    private T3Prompt Prompt()
    {
        var conditioning = new T3Conditioning(
            _context.Input("ref/speaker_emb", _model.SpeakerSize), _context.Case.Ids("ref/t3_prompt_tokens", SpeechToken.Count), _context.Case.Options.Exaggeration);
        var prompt = new T3Prompt(conditioning, _context.Case.Ids("text/token_ids", _model.TextVocabulary), []);
        try
        {
            _model.Limits.Require(prompt, _tokens.Length);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{_context.Case.Name}: {error.Message}", error);
        }

        return prompt;
    }

    private int Draw(int step, ReadOnlySpan<int> ids, ReadOnlySpan<float> probabilities)
    {
        if (_rounded)
        {
            CompareLikeliest($"t3/probs/{step:000}", ids, probabilities);
        }
        else if (_comparesDecoding)
        {
            CompareSurvivors($"t3/probs/{step:000}", ids, probabilities);
            _drawn.Add(Rule(step, ids, probabilities));
        }

        return _tokens[step];
    }

    private void CompareLikeliest(string name, ReadOnlySpan<int> ids, ReadOnlySpan<float> probabilities)
    {
        int[] recorded = _context.Case.Ids($"{name}/ids", _model.SpeechVocabulary);
        if (Likeliest(ids, probabilities) != Likeliest(recorded, _context.Case.Get($"{name}/p", recorded.Length).Values))
            _otherLikeliest++;
    }

    private static int? Likeliest(ReadOnlySpan<int> ids, ReadOnlySpan<float> probabilities)
    {
        int best = 0;
        for (int i = 1; i < ids.Length; i++)
            if (probabilities[i] > probabilities[best])
                best = i;
        return ids.IsEmpty ? null : ids[best];
    }

    private void CompareSurvivors(string name, ReadOnlySpan<int> ids, ReadOnlySpan<float> probabilities)
    {
        int[] recorded = _context.Case.Ids($"{name}/ids", _model.SpeechVocabulary);
        if (recorded.Distinct().Count() != recorded.Length)
            throw new InvalidDataException($"{_context.Case.Name}: '{name}/ids' holds an id twice.");
        var comparison = new SurvivorComparison(_context.Case.Options.MinP, _context.Case.Options.TopP < 1, _context.Bound);
        comparison.Compare(_context.Report, name, recorded, _context.Case.Get($"{name}/p", recorded.Length).Values, ids, probabilities);
    }

    /// <summary>The recorder's rule: the random number's token, but before the recording was to end only sounds, the likeliest one, or 0 if none survived.</summary>
    private int Rule(int step, ReadOnlySpan<int> ids, ReadOnlySpan<float> probabilities)
    {
        if (step >= _context.Case.ForcedStopAfter)
            return SpeechToken.Stop;
        int token = RandomDraw.Pick(_uniforms[step], ids, probabilities);
        if (token < SpeechToken.Count || (token == SpeechToken.Stop && _stopsByItself))
            return token;
        int best = 0;
        float highest = 0;
        for (int i = 0; i < ids.Length && ids[i] < SpeechToken.Count; i++)
            if (probabilities[i] > highest)
                (best, highest) = (ids[i], probabilities[i]);
        return best;
    }
}
