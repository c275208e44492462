namespace Chatterbox.Models.T3.Sampling;

/// <summary>From a step's logits to its token: the family's processors in the reference's order, then the draw.</summary>
public sealed class TokenSampler
{
    private readonly SamplingSettings _settings;
    private readonly TokenDraw _draw;
    private readonly SamplingWorkspace _workspace;
    private readonly TokenHistory _history;

    /// <summary>A sampler for one sequence.</summary>
    /// <param name="settings">What the processors do.</param>
    /// <param name="vocabulary">Logits of a step.</param>
    /// <param name="spoken">Tokens said before, which the penalty counts.</param>
    /// <param name="draw">Chooses among the survivors.</param>
    public TokenSampler(SamplingSettings settings, int vocabulary, ReadOnlySpan<int> spoken, TokenDraw draw)
    {
        (_settings, _draw) = (settings, draw);
        _workspace = new SamplingWorkspace(vocabulary);
        _history = new TokenHistory(vocabulary);
        if (!settings.PenaltyLast || spoken.IsEmpty)
            _history.Add(SpeechToken.Start);
        foreach (int token in spoken)
            _history.Add(token);
    }

    /// <summary>
    /// Chooses token number <paramref name="step"/> from logits that are used up thereby. Without <paramref name="mayStop"/> the stop
    /// token cannot be drawn.
    /// </summary>
    /// <exception cref="InvalidOperationException">The logits are not numbers.</exception>
    public int Choose(int step, Span<float> logits, bool mayStop)
    {
        if (!mayStop)
            logits[SpeechToken.Stop] = float.NegativeInfinity;
        Process(logits);
        int count = _workspace.CollectFinite(logits);
        Span<float> probabilities = _workspace.Sorted[..count];
        LogitsProcessors.Softmax(probabilities);
        if (count == 0 || float.IsNaN(probabilities[0]))
            throw new InvalidOperationException($"T3 gave logits that are not numbers at step {step}; the checkpoint is damaged or this is a bug.");
        ReadOnlySpan<int> ids = _workspace.Ids[..count];
        int token = _settings.Temperature == 0 ? Best(ids, probabilities) : _draw(step, ids, probabilities);

        // Turbo and Nano count the start token in the first step only (t3.py, inference_turbo).
        if (_settings.PenaltyLast && step == 0)
            _history.Forget(SpeechToken.Start);
        _history.Add(token);
        return token;
    }

    private static int Best(ReadOnlySpan<int> ids, ReadOnlySpan<float> probabilities)
    {
        int best = 0;
        for (int i = 1; i < ids.Length; i++)
            if (probabilities[i] > probabilities[best])
                best = i;
        return ids[best];
    }

    private void Process(Span<float> logits)
    {
        if (!_settings.PenaltyLast)
            Penalize(logits);
        if (_settings.Temperature is not (0 or 1))
            LogitsProcessors.Temper(logits, (float)_settings.Temperature);
        if (_settings.TopK > 0)
            LogitsProcessors.TopK(logits, _settings.TopK, _workspace);
        if (_settings.MinP > 0)
            LogitsProcessors.MinP(logits, (float)_settings.MinP, _workspace);
        if (_settings.TopP < 1 || !_settings.PenaltyLast)
            LogitsProcessors.TopP(logits, _settings.TopP, _workspace);
        if (_settings.PenaltyLast)
            Penalize(logits);
    }

    private void Penalize(Span<float> logits)
    {
        if (_settings.RepetitionPenalty != 1)
            LogitsProcessors.Penalize(logits, _history.Distinct, (float)_settings.RepetitionPenalty);
    }
}
