namespace Chatterbox.Pipeline;

/// <summary>Takes a piece down to zero where it meets its neighbours, so that neither the speech nor its watermark clicks there.</summary>
internal static class PieceEdges
{
    /// <summary>Samples from zero to full volume: 5 ms.</summary>
    private const int Samples = AudioFormat.SampleRate / 200;

    /// <summary>Fades in place the edges that have a neighbour: the start unless the piece is the <paramref name="first"/>, the end unless it is the <paramref name="last"/>.</summary>
    public static void Fade(Span<float> audio, bool first, bool last)
    {
        int length = Math.Min(audio.Length, Samples);
        for (int i = 0; i < length; i++)
        {
            float gain = (float)i / length;
            if (!first)
                audio[i] *= gain;
            if (!last)
                audio[^(i + 1)] *= gain;
        }
    }
}
