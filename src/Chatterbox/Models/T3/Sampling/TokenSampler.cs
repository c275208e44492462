using Chatterbox.Tensors;

namespace Chatterbox.Models.T3.Sampling;

/// <summary>From a step's logits to its token: the family's processors in the reference's order, then the draw.</summary>
public sealed class TokenSampler
{
    private const double LowestTemperature = 1e-4;

    private readonly SamplingSettings _settings;
    private readonly TokenDraw _draw;
    private readonly RandomDraw? _random;
    private readonly TokenHistory _history;

    /// <summary>A sampler for one sequence.</summary>
    /// <param name="settings">What the processors do.</param>
    /// <param name="vocabulary">Logits of a step.</param>
    /// <param name="spoken">Tokens said before, which the penalty counts.</param>
    /// <param name="draw">Chooses among the survivors.</param>
    public TokenSampler(SamplingSettings settings, int vocabulary, ReadOnlySpan<int> spoken, TokenDraw draw)
    {
        (_settings, _draw, _random) = (settings, draw, draw.Target as RandomDraw);
        _history = new TokenHistory(vocabulary);
        if (!settings.PenaltyLast || spoken.IsEmpty)
            _history.Add(SpeechToken.Start);
        foreach (int token in spoken)
            _history.Add(token);
    }

    /// <summary>Lower temperatures would overflow; the best token has all the probability there anyway.</summary>
    private bool IsGreedy => _settings.Temperature < LowestTemperature;

    /// <summary>Whether an engine can choose in its stead: it draws at random, not by a rule of the caller's.</summary>
    public bool DrawsAtRandom => _random is not null;

    /// <summary>
    /// What <see cref="Choose"/> would do for token number <paramref name="step"/>, for an engine that does it; its token goes to
    /// <see cref="Accept"/>. Guidance is left to the caller.
    /// </summary>
    /// <exception cref="InvalidOperationException">It does not draw at random.</exception>
    public TokenChoice Choice(int step, bool mayStop) => new()
    {
        Rows = 1,
        Forbidden = mayStop ? null : SpeechToken.Stop,
        Greedy = IsGreedy,
        Temperature = IsGreedy ? 1 : (float)_settings.Temperature,
        TopK = _settings.TopK,
        MinP = (float)_settings.MinP,
        TopP = _settings.TopP,
        Penalty = (float)_settings.RepetitionPenalty,
        PenaltyLast = _settings.PenaltyLast,
        Drawn = _history.Distinct,
        Uniform = (_random ?? throw new InvalidOperationException("A draw by the caller's rule was left to an engine; this is a bug.")).Uniform(step),
    };

    /// <summary>Takes token number <paramref name="step"/>, which an engine chose.</summary>
    /// <exception cref="CheckpointException">It is -1: the logits are not numbers.</exception>
    public void Accept(int step, int token)
    {
        if (token < 0)
            throw NotNumbers(step);
        Note(step, token);
    }

    /// <summary>
    /// Chooses token number <paramref name="step"/> from logits that are used up thereby. Without <paramref name="mayStop"/> the stop
    /// token cannot be drawn.
    /// </summary>
    /// <exception cref="CheckpointException">The logits are not numbers.</exception>
    public int Choose(int step, Span<float> logits, bool mayStop, SamplingWorkspace workspace)
    {
        if (!mayStop)
            logits[SpeechToken.Stop] = float.NegativeInfinity;
        RequireNumbers(step, logits);
        Process(logits, workspace);
        int token = IsGreedy ? Best(logits) : Draw(step, logits, workspace);
        Note(step, token);
        return token;
    }

    /// <summary>A NaN would fall to the processors unseen.</summary>
    private static void RequireNumbers(int step, ReadOnlySpan<float> logits)
    {
        int numbers = 0, below = 0;
        foreach (float logit in logits)
        {
            numbers += logit < float.PositiveInfinity ? 1 : 0;
            below += logit == float.NegativeInfinity ? 1 : 0;
        }

        if (numbers < logits.Length || below == logits.Length)
            throw NotNumbers(step);
    }

    private static CheckpointException NotNumbers(int step) =>
        new($"T3 gave logits that are not numbers for token {step}: the checkpoint is damaged, or the voice or a setting is out of all bounds.");

    private static int Best(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int id = 1; id < logits.Length; id++)
            if (logits[id] > logits[best])
                best = id;
        return best;
    }

    private void Note(int step, int token)
    {
        // Turbo and Nano count the start token in the first step only (t3.py, inference_turbo).
        if (_settings.PenaltyLast && step == 0)
            _history.Forget(SpeechToken.Start);
        _history.Add(token);
    }

    private int Draw(int step, ReadOnlySpan<float> logits, SamplingWorkspace workspace)
    {
        int count = workspace.CollectFinite(logits);
        Span<float> probabilities = workspace.Sorted[..count];
        LogitsProcessors.Softmax(probabilities);
        return _draw(step, workspace.Ids[..count], probabilities);
    }

    private void Process(Span<float> logits, SamplingWorkspace workspace)
    {
        if (!_settings.PenaltyLast)
            Penalize(logits);
        if (!IsGreedy && _settings.Temperature != 1)
            LogitsProcessors.Temper(logits, (float)_settings.Temperature);
        if (_settings.TopK > 0)
            LogitsProcessors.TopK(logits, _settings.TopK, workspace);
        if (_settings.MinP > 0)
            LogitsProcessors.MinP(logits, (float)_settings.MinP, workspace);
        if (_settings.TopP < 1 || !_settings.PenaltyLast)
            LogitsProcessors.TopP(logits, _settings.TopP, workspace);
        if (_settings.PenaltyLast)
            Penalize(logits);
    }

    private void Penalize(Span<float> logits)
    {
        if (_settings.RepetitionPenalty != 1)
            LogitsProcessors.Penalize(logits, _history.Distinct.Span, (float)_settings.RepetitionPenalty);
    }
}
