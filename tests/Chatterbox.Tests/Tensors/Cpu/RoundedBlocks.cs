using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>What blocks of few bits make of weights, value by value.</summary>
internal static class RoundedBlocks
{
    /// <summary>Weights (columns, k), rounded.</summary>
    public static float[] Of(DecoderPrecision precision, HostTensor weight)
    {
        int k = weight.Shape[1], length = precision == DecoderPrecision.Int4 ? 32 : 16;
        float[] values = weight.Values.ToArray();
        for (int column = 0; column < weight.Shape[0]; column++)
        {
            for (int first = 0; first < k; first += length)
            {
                Span<float> block = values.AsSpan(column * k + first, Math.Min(length, k - first));
                if (precision == DecoderPrecision.Int4)
                    RoundTo4Bits(block);
                else
                    Round(block, Scale(Math.Abs(Largest(block)) / 127), -127, 127);
            }
        }

        return values;
    }

    /// <summary>Of steps that take the largest value to -6.5, -6.75 and so on to -9.5, the first whose squared error is the least.</summary>
    private static void RoundTo4Bits(Span<float> block)
    {
        float largest = Largest(block), best = 0, least = float.PositiveInfinity;
        for (float count = 6.5f; count <= 9.5f; count += 0.25f)
        {
            float scale = Scale(-largest / count), sum = 0;
            float[] rounded = block.ToArray();
            Round(rounded, scale, -8, 7);
            for (int i = 0; i < rounded.Length; i++)
                sum += (block[i] - rounded[i]) * (block[i] - rounded[i]);
            if (sum < least)
                (best, least) = (scale, sum);
        }

        Round(block, best, -8, 7);
    }

    private static void Round(Span<float> values, float scale, float low, float high)
    {
        foreach (ref float value in values)
            value = Math.Clamp(MathF.Round(value * (1 / scale)), low, high) * scale;
    }

    /// <summary>The value furthest from zero, with its sign.</summary>
    private static float Largest(ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (float value in values)
            largest = Math.Abs(value) > Math.Abs(largest) ? value : largest;
        return largest;
    }

    /// <summary>The nearest bfloat16.</summary>
    private static float Scale(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000);
    }
}
