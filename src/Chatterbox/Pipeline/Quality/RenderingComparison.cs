using Chatterbox.Audio.Mel;
using Chatterbox.Tensors;

namespace Chatterbox.Pipeline.Quality;

/// <summary>
/// Speaks requests by default and renders their speech tokens once more with other settings, to tell what those cost in quality.
/// </summary>
/// <param name="model">The loaded checkpoint.</param>
/// <param name="settings">What is compared with the default.</param>
public sealed class RenderingComparison(ChatterboxModel model, IReadOnlyList<RenderingSettings> settings)
{
    private static readonly RenderingSettings Default = new("default");

    private readonly Synthesizer _synthesizer = new(model, watermark: null);
    private readonly PieceRenderer _renderer = new(model, watermark: null);
    private readonly MelExtractor _extractor = new(MelConfig.ForS3Gen());
    private readonly List<int> _tokens = [];

    /// <summary>The distances over all requests so far.</summary>
    public IReadOnlyList<RenderingDistance> Distances { get; } =
        [.. settings.Select(way => new RenderingDistance(way, new LogMelDistance(), new LogMelDistance()))];

    /// <summary>Speech tokens of every piece so far, without the silence behind them.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>Adds a request. Its rendering settings do not count, and nothing is cut off its pieces.</summary>
    /// <exception cref="SynthesisException">The request does not fit the model.</exception>
    /// <exception cref="NoSpeechException">Nothing came of it.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public void Add(SynthesisRequest request, CancellationToken cancellation = default)
    {
        request = Default.Apply(request) with { Guarded = false, Watermark = false };
        IReadOnlyList<SpokenPiece> pieces = _synthesizer.Speak(request, null, cancellation).Report.Pieces;
        for (int i = 0; i < pieces.Count; i++)
        {
            int[] sounds = pieces[i].SpeechTokens;
            _tokens.Add(sounds.Length);
            (float[] mel, float[] audioMel) = Render(request, Default, sounds, i, cancellation);
            foreach (RenderingDistance distance in Distances)
            {
                (float[] otherMel, float[] otherAudioMel) = Render(request, distance.Settings, sounds, i, cancellation);
                distance.Mel.Add(mel, otherMel);
                distance.Audio.Add(audioMel, otherAudioMel);
            }
        }
    }

    /// <summary>The flow's mel and the mel of the audio, frame after frame.</summary>
    private (float[] Mel, float[] AudioMel) Render(
        SynthesisRequest request, RenderingSettings way, int[] sounds, int piece, CancellationToken cancellation)
    {
        using Scope scope = model.Engine.BeginScope();
        request = way.Apply(request);
        PieceRandom random = PieceRandom.For(unchecked(request.Seed + (way.OtherNoise ? 1UL : 0UL)), piece);
        Tensor mel = _renderer.Mel(request, sounds, random, Ignore, cancellation);
        float[] audio = _renderer.Audio(request, mel, sounds, random, Ignore, cancellation);
        return (mel.ToArray(), _extractor.Extract(audio).Values);
    }

    private static void Ignore(SynthesisPhase phase, double share)
    {
    }
}
