namespace Chatterbox.Audio.Mel;

/// <summary>Kaldi's mel scale, which is HTK's, in float as Kaldi computes it.</summary>
internal static class KaldiScale
{
    public static float ToMel(float hertz) => 1127 * MathF.Log(1 + hertz / 700);

    public static float ToHertz(float mel) => 700 * (MathF.Exp(mel / 1127) - 1);
}
