using Chatterbox.Nn;

namespace Chatterbox.Models.T3;

/// <summary>
/// Frequencies of Llama 3's scaled rotary embedding for a <see cref="RotaryTable"/>: theta 500,000, factor 8, low 1, high 4, original
/// context 8192. Port of transformers' llama3 rope initialisation, in float32 as there.
/// </summary>
public static class Llama3Frequencies
{
    private const float Theta = 500_000f;
    private const float Factor = 8f;
    private const float LowFrequencyFactor = 1f;
    private const float HighFrequencyFactor = 4f;
    private const float OriginalContext = 8192f;

    /// <summary>Radians a position, for each pair of a head's channels.</summary>
    public static float[] For(int headSize) =>
        [.. Enumerable.Range(0, headSize / 2).Select(pair => Scaled(1f / (float)Math.Pow(Theta, 2 * pair / (float)headSize)))];

    private static float Scaled(float frequency)
    {
        float wavelength = 2 * MathF.PI / frequency;
        if (wavelength > OriginalContext / LowFrequencyFactor)
            return frequency / Factor;
        if (wavelength < OriginalContext / HighFrequencyFactor)
            return frequency;
        float smooth = (OriginalContext / wavelength - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return (1 - smooth) * frequency / Factor + smooth * frequency;
    }
}
