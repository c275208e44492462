using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Models.S3Gen.HiFT;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Randomness;

namespace Chatterbox.Pipeline;

/// <summary>The random numbers of one piece of a request in the forms that the models take.</summary>
public sealed class PieceRandom(IRandomSource random)
{
    private const ulong PieceStride = 0x9E3779B97F4A7C15;

    /// <summary>Draws speech tokens.</summary>
    public TokenDraw TokenDraw { get; } = new RandomDraw(random).Draw;

    /// <summary>Noise of the vocoder's source.</summary>
    public IHarmonicNoise HarmonicNoise { get; } = new SeededHarmonicNoise(random);

    /// <summary>The numbers of piece <paramref name="piece"/> of a request; piece 0 has the request's own seed.</summary>
    public static PieceRandom For(ulong seed, int piece) => new(new CounterRandom(unchecked(seed + (ulong)piece * PieceStride)));

    /// <summary>The flow's noise, see <see cref="Models.S3Gen.Flow.FlowNoise"/>.</summary>
    public void FlowNoise(int firstFrame, Span<float> values) =>
        random.Normal(RandomPurpose.FlowNoise, (long)firstFrame * FlowReference.MelBins, values);
}
