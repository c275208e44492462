using Chatterbox.Tensors;

namespace Chatterbox.Nn;

/// <summary>
/// Cosines and sines of rotary position embedding for heads whose halves are paired (Su et al. 2021), over the frequencies of a model.
/// </summary>
public sealed class RotaryTable
{
    private readonly Engine _engine;
    private readonly Tensor _cos;
    private readonly Tensor _sin;
    private readonly int _headSize;
    private readonly int[] _fromStart;

    /// <summary>
    /// Tables of <paramref name="positions"/> positions. Pair i of a head turns by <paramref name="frequencies"/>[i] radians a
    /// position; a head has twice as many channels as there are frequencies.
    /// </summary>
    public RotaryTable(Engine engine, int positions, ReadOnlySpan<float> frequencies)
    {
        int half = frequencies.Length;
        (_engine, _headSize) = (engine, 2 * half);
        _fromStart = [.. Enumerable.Range(0, positions)];
        float[] cos = new float[positions * _headSize], sin = new float[positions * _headSize];
        for (int p = 0; p < positions; p++)
        {
            int row = p * _headSize;
            for (int i = 0; i < half; i++)
            {
                (float s, float c) = MathF.SinCos(p * frequencies[i]);
                cos[row + i] = cos[row + half + i] = c;
                sin[row + i] = sin[row + half + i] = s;
            }
        }

        var shape = new Shape(positions, _headSize);
        (_cos, _sin) = (engine.Constant(new HostTensor(shape, cos)), engine.Constant(new HostTensor(shape, sin)));
    }

    /// <summary>Turns the heads of row r by positions[r]: (rows, C) to the same shape</summary>
    public Tensor Forward(Tensor x, ReadOnlySpan<int> positions) =>
        _engine.Rotary(x, _cos, _sin, positions, x.Shape.Last / _headSize);

    /// <summary>Turns the heads of row t by position t: (1, T, C) to the same shape</summary>
    public Tensor Forward(Tensor x) => Forward(x, _fromStart.AsSpan(0, x.Dim(1)));
}
