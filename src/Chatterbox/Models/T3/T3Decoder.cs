using Chatterbox.Models.T3.Sampling;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>
/// Runs sequences through T3. A step takes any number of them, each with its own position, caches, sampler and settings; what one of
/// them gets does not depend on the others, to the bit.
/// </summary>
public sealed class T3Decoder(T3Model model)
{
    private readonly PrefixCache _prefixes = new(model);
    private readonly SamplingWorkspace _sampling = new(model.SpeechVocabulary);
    private int[] _ids = [];
    private int[] _steps = [];
    private int[] _positions = [];
    private SequenceRows[] _rows = [];
    private float[] _logits = [];
    private TokenChoice[] _choices = [];
    private int[] _chosen = [];

    /// <summary>Frees what is kept of the voices; sequences go on.</summary>
    public void Forget() => _prefixes.Clear();

    /// <summary>
    /// Reads a sequence's prompt, from the text on if its voice spoke lately, and decides on its first token. A prefill that was cancelled
    /// can be run again.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller gave up; asked before every transformer block.</exception>
    public void Prefill(T3Sequence sequence, CancellationToken cancellation = default)
    {
        Engine engine = model.Engine;
        using Scope scope = engine.BeginScope();
        KvCache? prefix = _prefixes.Find(sequence.Prompt.Conditioning);
        sequence.Open(prefix);
        int shared = prefix?.Length ?? 0;
        Tensor x = model.PrefillRows(sequence.Prompt, guided: sequence.Rows > 1);                       // (B, shared + T, C)
        x = x.Slice(1, shared, x.Dim(1) - shared);                                                        // (B, T, C)
        int batch = x.Dim(0), length = x.Dim(1), channels = x.Dim(2);
        int[] positions = new int[batch * length];
        var rows = new SequenceRows[batch];
        for (int b = 0; b < batch; b++)
        {
            sequence.Caches[b].Reserve(shared + length + sequence.MaxTokens);
            rows[b] = new SequenceRows(sequence.Caches[b], length);
            for (int t = 0; t < length; t++)
                positions[b * length + t] = shared + t;
        }

        Tensor hidden = model.Backbone.Forward(x.Reshape(new Shape(batch * length, channels)), rows, positions, cancellation);
        if (prefix is null && _prefixes.Add(sequence.Prompt.Conditioning, sequence.Caches[0]) is { } added)
            Array.ForEach(sequence.Caches, cache => cache.BeginWith(added));
        Tensor last = hidden.Reshape(x.Shape).Slice(1, length - 1, 1).Tap("t3/prefill_hidden");          // (B, 1, C)
        Accept(model.Logits(last.Reshape(new Shape(batch, channels))), [sequence]);
    }

    /// <summary>Decides on the next token of every sequence; none of them is finished.</summary>
    public void Step(ReadOnlySpan<T3Sequence> sequences)
    {
        using Scope scope = model.Engine.BeginScope();
        int rows = Gather(sequences);
        Tensor x = model.StepRows(_ids.AsSpan(0, rows), _steps.AsSpan(0, rows));                         // (rows, C)
        Tensor hidden = model.Backbone.Forward(x, _rows.AsSpan(0, rows), _positions.AsSpan(0, rows));    // (rows, C)
        Accept(model.Logits(hidden), sequences);                                                          // (rows, V)
    }

    private int Gather(ReadOnlySpan<T3Sequence> sequences)
    {
        int rows = 0;
        foreach (T3Sequence sequence in sequences)
            rows += sequence.Tokens.Count > 0 && !sequence.Finished
                ? sequence.Rows
                : throw new InvalidOperationException("A sequence was stepped before its prefill or after its end; this is a bug.");
        if (_ids.Length < rows)
            (_ids, _steps, _positions, _rows) = (new int[rows], new int[rows], new int[rows], new SequenceRows[rows]);
        int row = 0;
        foreach (T3Sequence sequence in sequences)
        {
            foreach (KvCache cache in sequence.Caches)
            {
                _ids[row] = sequence.Tokens[^1];
                _steps[row] = sequence.NewestStep;
                _positions[row] = cache.Length;
                _rows[row++] = new SequenceRows(cache, 1);
            }
        }

        return rows;
    }

    /// <summary>Logits (rows, V) to tokens: by the engine, if it does that and every sequence leaves it to chance, otherwise here.</summary>
    private void Accept(Tensor logits, ReadOnlySpan<T3Sequence> sequences)
    {
        bool byEngine = model.Engine.ChoosesTokens;
        foreach (T3Sequence sequence in sequences)
            byEngine &= sequence.DrawsAtRandom;
        if (byEngine)
            AcceptChosen(logits, sequences);
        else
            AcceptRead(logits, sequences);
    }

    private void AcceptChosen(Tensor logits, ReadOnlySpan<T3Sequence> sequences)
    {
        int count = sequences.Length;
        if (_choices.Length < count)
            (_choices, _chosen) = (new TokenChoice[count], new int[count]);
        for (int i = 0; i < count; i++)
            _choices[i] = sequences[i].Choice();
        model.Engine.ChooseTokens(logits, _choices.AsSpan(0, count), _chosen.AsSpan(0, count));
        for (int i = 0; i < count; i++)
            sequences[i].Accept(_chosen[i]);
    }

    private void AcceptRead(Tensor logits, ReadOnlySpan<T3Sequence> sequences)
    {
        int count = checked((int)logits.Shape.Count), vocabulary = logits.Dim(-1), offset = 0;
        if (_logits.Length < count)
            _logits = new float[count];
        model.Engine.Read(logits, _logits.AsSpan(0, count));
        foreach (T3Sequence sequence in sequences)
        {
            sequence.Accept(_logits.AsSpan(offset, sequence.Rows * vocabulary), _sampling);
            offset += sequence.Rows * vocabulary;
        }
    }
}
