using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>
/// Token-to-token: text in, speech tokens out, 25 to a second. Port of T3 in the reference's models/t3/t3.py, for the Llama
/// (Original, Multilingual) and the GPT-2 models (Turbo, Nano). It holds no state of a request.
/// </summary>
public sealed class T3Model
{
    private const int StartText = 255;
    private const int StopText = 0;

    private readonly ConditionEncoder _conditions;
    private readonly Embedding _textEmbedding;
    private readonly Embedding _speechEmbedding;
    private readonly Embedding? _textPositions;
    private readonly Embedding? _speechPositions;
    private readonly Linear _speechHead;

    /// <summary>Builds the model over the root of a T3 checkpoint. Whether it is a Llama or a GPT-2, and every size, follow from it.</summary>
    /// <exception cref="CheckpointException">A tensor is missing, of the wrong shape or not known.</exception>
    public T3Model(Weights w)
    {
        Engine = w.Engine;
        _speechEmbedding = new Embedding(w.At("speech_emb"));
        int channels = _speechEmbedding.Channels;
        if (_speechEmbedding.Entries <= SpeechToken.Stop)
            throw new CheckpointException($"'speech_emb.weight' has {_speechEmbedding.Entries} entries; sounds, start and stop need {SpeechToken.Stop + 1}.");
        bool isLlama = !w.At("tfmr").Children().Contains("h");
        _textEmbedding = new Embedding(w.At("text_emb"), channels: channels);
        _speechHead = new Linear(w.At("speech_head"), channels, _speechEmbedding.Entries, bias: !isLlama);
        _conditions = new ConditionEncoder(w.At("cond_enc"), channels, isLlama);
        if (!isLlama)
        {
            Backbone = new Gpt2Backbone(w.At("tfmr").For(WeightRole.Decoder), channels);
        }
        else
        {
            _textPositions = new Embedding(w.At("text_pos_emb.emb"), channels: channels);
            _speechPositions = new Embedding(w.At("speech_pos_emb.emb"), channels: channels);
            int prefix = w.ShapeOf("cond_enc.perceiver.pre_attention_query")[1] + 2;
            Backbone = new LlamaBackbone(w.At("tfmr").For(WeightRole.Decoder), channels, prefix + _textPositions.Entries + _speechPositions.Entries);
        }

        // The transformer's own token table and the text head serve training only.
        w.VerifyAllUsed("tfmr.embed_tokens.weight", "tfmr.wte.weight", "text_head.*");
    }

    /// <summary>The engine the model runs on.</summary>
    public Engine Engine { get; }

    /// <summary>The transformer.</summary>
    public Backbone Backbone { get; }

    /// <summary>Whether this is a Llama: guided by an unconditional row, with start and stop around the text.</summary>
    public bool IsLlama => _textPositions is not null;

    /// <summary>Logits of a step: 8194 for the Llama models, 6563 for GPT-2.</summary>
    public int SpeechVocabulary => _speechHead.Outputs;

    /// <summary>Ids of the text vocabulary.</summary>
    public int TextVocabulary => _textEmbedding.Entries;

    /// <summary>Values of the speaker embedding.</summary>
    public int SpeakerSize => _conditions.SpeakerSize;

    /// <summary>What fits into the model.</summary>
    public T3Limits Limits => new()
    {
        SpeakerSize = SpeakerSize,
        TextVocabulary = TextVocabulary,
        SpeechVocabulary = SpeechVocabulary,
        TextPositions = _textPositions?.Entries,
        SpeechPositions = _speechPositions?.Entries,
        MaxPositions = Backbone.MaxPositions,
        CacheBytesPerPosition = 2L * Engine.KvValueBytes * Backbone.Layers * Backbone.Heads * Backbone.HeadSize,
    };

    /// <summary>A cache for one row of a sequence, which begins with <paramref name="prefix"/> if there is one.</summary>
    public KvCache CreateCache(KvCache? prefix = null) => Engine.CreateKvCache(Backbone.Layers, Backbone.Heads, Backbone.HeadSize, prefix);

    /// <summary>Rows that a prefill reads before the text.</summary>
    public int ConditionRows(T3Conditioning conditioning) => _conditions.Rows(conditioning.PromptSpeechTokens.Length);

    /// <summary>
    /// The rows that a prefill reads: conditions, text, start of speech, then what was said before, (1, rows, C). The
    /// unconditional rows of classifier-free guidance keep everything but the text's embedding.
    /// </summary>
    public Tensor PrefillRows(T3Prompt prompt, bool guided)
    {
        Tensor conditions = Conditions(prompt.Conditioning);                      // (1, rows, C)
        Tensor speech = SpokenRows(prompt.SpokenTokens);                          // (1, starts + spoken, C)
        if (!IsLlama)
            return Engine.Concat(1, conditions, AsBatch(_textEmbedding.Forward(prompt.TextTokens)), speech).Tap("t3/inputs_embeds");

        int[] text = [StartText, .. prompt.TextTokens, StopText];
        Tensor positions = AsBatch(_textPositions!.Forward(CountUp(0, text.Length)));
        Tensor embedded = AsBatch(_textEmbedding.Forward(text)).Add(positions);   // (1, text, C)
        Tensor rows = Engine.Concat(1, conditions, embedded, speech);
        if (guided)
            rows = Engine.Concat(0, rows, Engine.Concat(1, conditions, positions, speech));   // (2, rows, C)
        return rows.Tap("t3/inputs_embeds");
    }

    /// <summary>Speech tokens on their way in, ids[r] being the one with number steps[r] (from 0) of its sequence: (rows, C)</summary>
    public Tensor StepRows(ReadOnlySpan<int> ids, ReadOnlySpan<int> steps)
    {
        Tensor rows = _speechEmbedding.Forward(ids);                              // (rows, C)
        if (_speechPositions is null)
            return rows.Tap("t3/inputs_embeds");
        Span<int> positions = stackalloc int[steps.Length];
        for (int i = 0; i < steps.Length; i++)
            positions[i] = steps[i] + 1;
        return rows.Add(_speechPositions.Forward(positions)).Tap("t3/inputs_embeds");
    }

    /// <summary>(rows, C) to (rows, speech vocabulary)</summary>
    public Tensor Logits(Tensor hidden) => _speechHead.Forward(hidden).Tap("t3/logits");

    /// <summary>The rows before the text: (1, rows, C). Only the Llama models tell the prompt's tokens their positions.</summary>
    private Tensor Conditions(T3Conditioning conditioning)
    {
        if (conditioning.PromptSpeechTokens.Length == 0)
            return _conditions.Forward(conditioning, null, Engine);
        Tensor prompt = _speechEmbedding.Forward(conditioning.PromptSpeechTokens);            // (P, C)
        if (_speechPositions is not null)
            prompt = prompt.Add(_speechPositions.Forward(CountUp(0, conditioning.PromptSpeechTokens.Length)));
        return _conditions.Forward(conditioning, AsBatch(prompt), Engine);
    }

    /// <summary>
    /// Start of speech and what was said before. The Llama models see the start twice, both times at position 0, as the reference
    /// embeds it once with the text and once more before the loop.
    /// </summary>
    private Tensor SpokenRows(int[] spoken)
    {
        if (_speechPositions is null)
            return AsBatch(_speechEmbedding.Forward([SpeechToken.Start, .. spoken]));
        Tensor tokens = _speechEmbedding.Forward([SpeechToken.Start, SpeechToken.Start, .. spoken]);
        return AsBatch(tokens.Add(_speechPositions.Forward([0, 0, .. CountUp(1, spoken.Length)])));
    }

    private static Tensor AsBatch(Tensor rows) => rows.Reshape(new Shape(1, rows.Dim(0), rows.Dim(1)));

    private static int[] CountUp(int first, int count) => [.. Enumerable.Range(first, count)];
}
