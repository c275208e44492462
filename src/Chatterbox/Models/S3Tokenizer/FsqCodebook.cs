using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Tokenizer;

/// <summary>
/// Finite scalar quantisation (Mentzer et al. 2023): eight digits of base three make a token. Port of FSQCodebook in
/// s3tokenizer's model_v2.py.
/// </summary>
public sealed class FsqCodebook(Weights w, int channels)
{
    /// <summary>Digits of a token.</summary>
    public const int Digits = 8;

    private const int Levels = 3;
    private const float Bound = 0.999f; // keeps the rounded tanh within -1 and 1

    private readonly Linear _projection = new(w.At("project_down"), channels, Digits);

    /// <summary>(1, T, C) to T tokens from 0 to 3^8 - 1</summary>
    public int[] Encode(Tensor states)
    {
        using Scope scope = states.Engine.BeginScope();
        Tensor projected = _projection.Forward(states).Tap("s3tok/projected"); // (1, T, 8)
        return Quantize(projected.ToArray());
    }

    /// <summary>Tokens of rows of eight values; the first digit counts least.</summary>
    public static int[] Quantize(ReadOnlySpan<float> projected)
    {
        int[] tokens = new int[projected.Length / Digits];
        for (int t = 0; t < tokens.Length; t++)
            for (int i = Digits - 1; i >= 0; i--)
                tokens[t] = tokens[t] * Levels + Digit(projected[t * Digits + i]);
        return tokens;
    }

    private static int Digit(float value) => (int)MathF.Round(MathF.Tanh(value) * Bound, MidpointRounding.ToEven) + 1;
}
