using Chatterbox.Audio.Mel;
using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.VoiceEncoder;

/// <summary>
/// Says who speaks: an LSTM over windows of a mel (GE2E, Wan et al. 2018). Port of VoiceEncoder in
/// models/voice_encoder/voice_encoder.py.
/// </summary>
public sealed class VoiceEncoderModel
{
    private const int WindowsAtOnce = 32;
    private const float Tiny = 1e-30f; // the reference has none and gives NaN where nothing is left after the ReLU

    private readonly Engine _engine;
    private readonly Lstm _lstm;
    private readonly Linear _projection;

    /// <summary>Takes the whole of <c>ve.safetensors</c>; the sizes follow from it.</summary>
    /// <exception cref="CheckpointException">A tensor is missing or has another shape.</exception>
    public VoiceEncoderModel(Weights w)
    {
        _engine = w.Engine;
        w.Expect("lstm.weight_ih_l0", -1, -1);
        _lstm = new Lstm(w.At("lstm"));
        Bins = w.ShapeOf("lstm.weight_ih_l0").Last;
        _projection = new Linear(w.At("proj"), inputs: w.ShapeOf("lstm.weight_hh_l0").Last);

        // The scale of the similarity in training plays no part here.
        w.Skip("similarity_weight");
        w.Skip("similarity_bias");
    }

    /// <summary>Mel bins that go in: 40.</summary>
    public int Bins { get; }

    /// <summary>Values of an embedding: 256.</summary>
    public int EmbeddingSize => _projection.Outputs;

    /// <summary>
    /// The speaker embedding, of length 1, of the mel of a recording whose silent ends were trimmed
    /// (<see cref="MelConfig.ForVoiceEncoder"/>). All zeros if the network finds no voice at all.
    /// </summary>
    /// <exception cref="ArgumentException">The mel has no frames or another number of bins.</exception>
    public float[] Embed(MelSpectrogram mel)
    {
        ArgumentNullException.ThrowIfNull(mel);
        if (mel.Frames == 0 || mel.Bins != Bins)
            throw new ArgumentException($"The voice encoder takes frames of {Bins} mel bins, not {mel.Frames} frames of {mel.Bins}.", nameof(mel));
        using Scope scope = _engine.BeginScope();
        Tensor partials = EmbedWindows(mel).Tap("ve/partial_embeds"); // (windows, size)
        Tensor mean = _engine.MeanOverTime(partials.Reshape(new Shape(1, partials.Dim(0), EmbeddingSize))); // (1, 1, size)
        return _engine.L2Normalize(mean, Tiny).ToArray();
    }

    private Tensor EmbedWindows(MelSpectrogram mel)
    {
        using Scope scope = _engine.BeginScope();
        int windows = PartialWindows.Count(mel.Frames), size = PartialWindows.Length * Bins;
        float[] batch = new float[Math.Min(windows, WindowsAtOnce) * size];
        List<Tensor> embeddings = [];
        for (int start = 0; start < windows; start += WindowsAtOnce)
        {
            int count = Math.Min(WindowsAtOnce, windows - start);
            for (int i = 0; i < count; i++)
                PartialWindows.Copy(mel.Values, Bins, start + i, batch.AsSpan(i * size, size));
            embeddings.Add(Forward(batch.AsSpan(0, count * size), count));
        }

        return scope.Keep(_engine.Concat(0, [.. embeddings])); // (windows, size)
    }

    private Tensor Forward(ReadOnlySpan<float> windows, int count)
    {
        using Scope scope = _engine.BeginScope();
        Tensor x = _engine.FromHost(windows, new Shape(count, PartialWindows.Length, Bins)); // (B, 160, bins)
        x = _lstm.Forward(x).Slice(1, PartialWindows.Length - 1, 1); // (B, 1, hidden)
        x = x.Reshape(new Shape(count, _projection.Inputs)); // (B, hidden)
        x = _projection.Forward(x).Activate(ActivationKind.Relu); // (B, size)
        return scope.Keep(_engine.L2Normalize(x, Tiny));
    }
}
