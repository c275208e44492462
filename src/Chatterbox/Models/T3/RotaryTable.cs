using Chatterbox.Tensors;

namespace Chatterbox.Models.T3;

/// <summary>
/// Cosines and sines of Llama 3's scaled rotary embedding: theta 500,000, factor 8, low 1, high 4, original context 8192. Port of
/// transformers' llama3 rope initialisation, in float32 as there.
/// </summary>
public sealed class RotaryTable
{
    private const float Theta = 500_000f;
    private const float Factor = 8f;
    private const float LowFrequencyFactor = 1f;
    private const float HighFrequencyFactor = 4f;
    private const float OriginalContext = 8192f;

    /// <summary>Tables for positions [0, positions).</summary>
    public RotaryTable(Engine engine, int positions, int headSize)
    {
        float[] cos = new float[positions * headSize], sin = new float[positions * headSize];
        int half = headSize / 2;
        for (int i = 0; i < half; i++)
        {
            float frequency = Frequency(i, headSize);
            for (int p = 0; p < positions; p++)
            {
                (float s, float c) = MathF.SinCos(p * frequency);
                cos[p * headSize + i] = cos[p * headSize + half + i] = c;
                sin[p * headSize + i] = sin[p * headSize + half + i] = s;
            }
        }

        var shape = new Shape(positions, headSize);
        (Cos, Sin) = (engine.Constant(new HostTensor(shape, cos)), engine.Constant(new HostTensor(shape, sin)));
    }

    /// <summary>(positions, head size)</summary>
    public Tensor Cos { get; }

    /// <summary>(positions, head size)</summary>
    public Tensor Sin { get; }

    private static float Frequency(int index, int headSize)
    {
        float frequency = 1f / (float)Math.Pow(Theta, 2 * index / (float)headSize);
        float wavelength = 2 * MathF.PI / frequency;
        if (wavelength > OriginalContext / LowFrequencyFactor)
            return frequency / Factor;
        if (wavelength < OriginalContext / HighFrequencyFactor)
            return frequency;
        float smooth = (OriginalContext / wavelength - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return (1 - smooth) * frequency / Factor + smooth * frequency;
    }
}
