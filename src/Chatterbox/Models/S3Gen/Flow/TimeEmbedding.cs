using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// The time of the flow as a vector; mean-flow checkpoints mix the start and the end of the step into one (Chatterbox Turbo's
/// two-step decoder). Port of SinusoidalPosEmb and TimestepEmbedding in chatterbox models/s3gen/matcha/decoder.py and of the
/// mixer in models/s3gen/utils/intmeanflow.py.
/// </summary>
internal sealed class TimeEmbedding
{
    private const float TimeScale = 1000;

    private readonly FrequencyBank _frequencies;
    private readonly Linear _in, _out;
    private readonly Linear? _mixer;

    /// <summary>Takes <c>time_mlp</c>, over <paramref name="inputs"/> sines and cosines, and <c>time_embed_mixer</c> where there is one.</summary>
    public TimeEmbedding(Weights w, int inputs)
    {
        _in = new Linear(w.At("time_mlp.linear_1"), inputs);
        _out = new Linear(w.At("time_mlp.linear_2"), _in.Outputs);
        _frequencies = new FrequencyBank(w.Engine, _in.Inputs / 2, _in.Inputs / 2 - 1);
        if (w.Has("time_embed_mixer.weight"))
            _mixer = new Linear(w.At("time_embed_mixer"), 2 * _out.Outputs, _out.Outputs, bias: false);
    }

    /// <summary>Channels of the embedding.</summary>
    public int Channels => _out.Outputs;

    /// <summary>Whether a step is told its end as well as its start.</summary>
    public bool IsMeanFlow => _mixer is not null;

    /// <summary>Start and end of the step for each row (B) to (B, E); the end counts in mean-flow checkpoints only.</summary>
    public Tensor Forward(Tensor start, Tensor end)
    {
        using Scope scope = start.Engine.BeginScope();
        Tensor embedding = Embed(start); // (B, E)
        if (_mixer is not null)
            embedding = _mixer.Forward(start.Engine.Concat(1, embedding, Embed(end))); // (B, E)
        return scope.Keep(embedding);
    }

    private Tensor Embed(Tensor time)
    {
        (Tensor sine, Tensor cosine) = _frequencies.Forward(time.Scale(TimeScale));
        Tensor h = _in.Forward(time.Engine.Concat(1, sine, cosine), ActivationKind.Silu); // (B, E)
        return _out.Forward(h).Tap("flow/est/time_mlp"); // (B, E)
    }
}
