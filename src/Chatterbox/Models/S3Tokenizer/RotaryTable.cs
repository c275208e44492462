using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Tokenizer;

/// <summary>
/// Cosines and sines of rotary position embedding, theta 10000, for heads whose halves are paired (Su et al. 2021). Port of
/// precompute_freqs_cis in s3tokenizer's model_v2.py.
/// </summary>
public sealed class RotaryTable
{
    private const double Theta = 10000;

    private readonly Engine _engine;
    private readonly Tensor _cos;
    private readonly Tensor _sin;
    private readonly int _headSize;
    private readonly int[] _positions;

    /// <summary>Tables of <paramref name="positions"/> positions for heads of <paramref name="headSize"/> channels.</summary>
    public RotaryTable(Engine engine, int positions, int headSize)
    {
        ArgumentNullException.ThrowIfNull(engine);
        (_engine, _headSize) = (engine, headSize);
        _positions = [.. Enumerable.Range(0, positions)];
        float[] cos = new float[positions * headSize], sin = new float[positions * headSize];
        for (int p = 0; p < positions; p++)
            for (int i = 0; i < headSize; i++)
            {
                // Rounded to float where the reference rounds.
                float frequency = 1 / (float)Math.Pow(Theta, 2f * (i % (headSize / 2)) / headSize);
                float angle = p * frequency;
                (sin[p * headSize + i], cos[p * headSize + i]) = MathF.SinCos(angle);
            }

        Shape shape = new(positions, headSize);
        (_cos, _sin) = (engine.Constant(new HostTensor(shape, cos)), engine.Constant(new HostTensor(shape, sin)));
    }

    /// <summary>Turns the heads of row t by position t: (1, T, C) to the same shape</summary>
    public Tensor Forward(Tensor x) =>
        _engine.Rotary(x, _cos, _sin, _positions.AsSpan(0, x.Dim(1)), x.Dim(2) / _headSize);
}
