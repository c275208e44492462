namespace Chatterbox.Audio.Mel;

/// <summary>Kaldi's mel scale, which is HTK's.</summary>
internal static class KaldiScale
{
    public static double ToMel(double hertz) => 1127 * Math.Log(1 + hertz / 700);

    public static double ToHertz(double mel) => 700 * (Math.Exp(mel / 1127) - 1);
}
