namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>
/// The start of an utterance at 24 kHz: 20 ms of silence, then 20 ms of a rising half-cosine, against what spills over from
/// the reference recording. Port of trim_fade (chatterbox models/s3gen/s3gen.py).
/// </summary>
public static class FadeIn
{
    private const int Silent = 480;
    private const int Rising = 480;

    /// <summary>Fades the first 40 ms, or all there is, in place.</summary>
    public static void Apply(Span<float> audio)
    {
        audio[..Math.Min(Silent, audio.Length)].Clear();
        for (int i = 0; i < Math.Min(Rising, audio.Length - Silent); i++)
            audio[Silent + i] *= (float)((1 - Math.Cos(Math.PI * i / (Rising - 1))) / 2);
    }
}
