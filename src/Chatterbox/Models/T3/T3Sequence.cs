using Chatterbox.Models.T3.Sampling;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>One text on its way to speech tokens: its prompt, caches, sampler and what was decoded so far.</summary>
public sealed class T3Sequence : IDisposable
{
    private readonly T3Model _model;
    private readonly TokenSampler _sampler;
    private readonly float _cfgWeight;
    private readonly TokenLimits _limits;
    private readonly List<int> _tokens;

    /// <summary>A sequence that has yet to be prefilled.</summary>
    /// <param name="model">The model it runs on.</param>
    /// <param name="prompt">What is read first.</param>
    /// <param name="settings">How tokens are chosen.</param>
    /// <param name="limits">New tokens at least and at most.</param>
    /// <param name="draw">Chooses among the tokens that survive.</param>
    /// <exception cref="ArgumentException">The prompt or the limits do not fit the model.</exception>
    public T3Sequence(T3Model model, T3Prompt prompt, SamplingSettings settings, TokenLimits limits, TokenDraw draw)
    {
        model.Limits.Require(prompt, limits.Max);
        _model = model;
        Prompt = prompt;
        _limits = limits;
        _cfgWeight = (float)settings.CfgWeight;
        _sampler = new TokenSampler(settings, model.SpeechVocabulary, prompt.SpokenTokens, draw);
        _tokens = new List<int>(limits.Max);
        Rows = RowsOf(model, settings);
    }

    /// <summary>What was read first.</summary>
    public T3Prompt Prompt { get; }

    /// <summary>New tokens, as drawn; the stop token is not among them.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>Whether decoding has ended.</summary>
    public bool Finished { get; private set; }

    /// <summary>Whether it ended by itself, not by its limit.</summary>
    public bool Stopped { get; private set; }

    /// <summary>What went wrong where its logits gave no token; null otherwise. It has then ended.</summary>
    public CheckpointException? Failure { get; private set; }

    /// <summary>New tokens at most.</summary>
    public int MaxTokens => _limits.Max;

    /// <summary>Tokens so far over the most that there can be; 1 once it ended.</summary>
    public double Share => Finished ? 1 : (double)_tokens.Count / _limits.Max;

    /// <summary>Positions that the transformer has read so far.</summary>
    public int Positions => Caches.Length == 0 ? 0 : Caches[0].Length;

    /// <summary>Those of them that it shares with other sequences of the voice.</summary>
    public int SharedPositions => Caches.Length == 0 ? 0 : Caches[0].Shared;

    /// <summary>A cache for each row: the conditional one and, with guidance, the unconditional one. None before the prefill.</summary>
    internal KvCache[] Caches { get; private set; } = [];

    /// <summary>Rows that the sequence has in a step.</summary>
    internal int Rows { get; }

    private bool MayStop => _tokens.Count >= _limits.Min;

    /// <summary>The number of the newest token, those said before counted in.</summary>
    internal int NewestStep => Prompt.SpokenTokens.Length + _tokens.Count - 1;

    /// <summary>Rows that a sequence with these settings has in a step: two with classifier-free guidance.</summary>
    internal static int RowsOf(T3Model model, SamplingSettings settings) => model.IsLlama && settings.CfgWeight != 0 ? 2 : 1;

    /// <summary>Frees the caches; the tokens stay.</summary>
    public void Dispose()
    {
        foreach (KvCache cache in Caches)
            cache.Dispose();
        Caches = [];
    }

    /// <summary>Takes new caches, which begin with <paramref name="prefix"/> if there is one.</summary>
    internal void Open(KvCache? prefix)
    {
        Dispose();
        Caches = new KvCache[Rows];
        for (int row = 0; row < Rows; row++)
            Caches[row] = _model.CreateCache(prefix);
    }

    /// <summary>Whether an engine can choose its tokens.</summary>
    internal bool DrawsAtRandom => _sampler.DrawsAtRandom;

    /// <summary>How its next token is chosen, for an engine that does it.</summary>
    internal TokenChoice Choice() => _sampler.Choice(_tokens.Count, MayStop) with { Rows = Rows, Guidance = _cfgWeight };

    /// <summary>Takes the logits of a step, (rows, vocabulary), and decides on the next token.</summary>
    internal void Accept(Span<float> logits, SamplingWorkspace workspace)
    {
        try
        {
            Append(Choose(logits, workspace));
        }
        catch (CheckpointException failure)
        {
            Fail(failure);
        }
    }

    /// <summary>Takes the next token, which an engine chose; -1 if the logits are not numbers.</summary>
    internal void Accept(int token)
    {
        try
        {
            _sampler.Accept(_tokens.Count, token);
            Append(token);
        }
        catch (CheckpointException failure)
        {
            Fail(failure);
        }
    }

    private int Choose(Span<float> logits, SamplingWorkspace workspace)
    {
        int vocabulary = logits.Length / Rows;
        Span<float> conditional = logits[..vocabulary];
        if (Rows > 1)
            LogitsProcessors.Guide(conditional, logits[vocabulary..], _cfgWeight);
        return _sampler.Choose(_tokens.Count, conditional, MayStop, workspace);
    }

    private void Append(int token)
    {
        Stopped = token == SpeechToken.Stop;
        if (!Stopped)
            _tokens.Add(token);
        Finished = Stopped || _tokens.Count >= _limits.Max;
    }

    /// <summary>One sequence's voice may give what is no number; the others of the step go on.</summary>
    private void Fail(CheckpointException failure) => (Failure, Finished) = (failure, true);
}
