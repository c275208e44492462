using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>
/// The rows before the text: speaker, prompt (resampled by the perceiver where there is one), emotion (where the model has it).
/// Port of T3CondEnc in the reference's models/t3/modules/cond_enc.py.
/// </summary>
public sealed class ConditionEncoder
{
    private readonly Linear _speaker;
    private readonly Linear? _emotion;
    private readonly Perceiver? _perceiver;

    /// <summary>Takes <c>spkr_enc</c> and, for the Llama models, <c>emotion_adv_fc</c> and <c>perceiver</c>.</summary>
    public ConditionEncoder(Weights w, int channels, bool isLlama)
    {
        _speaker = new Linear(w.At("spkr_enc"), outputs: channels);
        if (!isLlama)
            return;
        _emotion = new Linear(w.At("emotion_adv_fc"), inputs: 1, outputs: channels, bias: false);
        _perceiver = new Perceiver(w.At("perceiver"), channels);
    }

    /// <summary>Values of the speaker embedding.</summary>
    public int SpeakerSize => _speaker.Inputs;

    /// <summary>Rows for a voice whose prompt has so many tokens.</summary>
    public int Rows(int promptTokens) => (promptTokens == 0 ? 1 : 1 + (_perceiver?.Queries ?? promptTokens)) + (_emotion is null ? 0 : 1);

    /// <summary>The prompt embedded (1, P, C), null for a voice without one, and the rest of the conditioning, to (1, rows, C)</summary>
    public Tensor Forward(T3Conditioning conditioning, Tensor? prompt, Engine engine)
    {
        Tensor rows = _speaker.Forward(engine.FromHost(conditioning.SpeakerEmbedding, new Shape(1, 1, SpeakerSize)));
        if (prompt is not null)
            rows = engine.Concat(1, rows, _perceiver?.Forward(prompt) ?? prompt);
        if (_emotion is not null)
            rows = engine.Concat(1, rows, _emotion.Forward(engine.FromHost([conditioning.Exaggeration], new Shape(1, 1, 1))));
        return rows.Tap("t3/cond_emb");
    }
}
