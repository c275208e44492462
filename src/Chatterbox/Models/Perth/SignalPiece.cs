namespace Chatterbox.Models.Perth;

/// <summary>
/// A stretch of a signal that is worked on alone, with so many frames on either side that the frames kept come out as if the
/// whole signal had been there.
/// </summary>
/// <param name="FirstFrame">The frame of the whole signal on whose middle the piece starts.</param>
/// <param name="Samples">Samples of the piece.</param>
/// <param name="KeepFrom">First frame of the whole signal that is kept.</param>
/// <param name="KeepFrames">Frames kept.</param>
/// <param name="KeepSamples">Samples kept, from the middle of the first frame kept on.</param>
internal readonly record struct SignalPiece(int FirstFrame, int Samples, int KeepFrom, int KeepFrames, int KeepSamples)
{
    private const int Hop = PerthSettings.Hop;

    /// <summary>Where the piece starts in the signal.</summary>
    public int FirstSample => FirstFrame * Hop;

    /// <summary>Where the samples kept start in the signal.</summary>
    public int KeepSample => KeepFrom * Hop;

    /// <summary>Cuts a signal into pieces that keep at most <paramref name="frames"/> frames and see <paramref name="context"/> more on either side.</summary>
    public static List<SignalPiece> Cut(int samples, int frames, int context)
    {
        List<SignalPiece> pieces = [];
        int all = PerthSettings.FrameCount(samples);
        for (int from = 0; from < all; from += frames)
        {
            int to = Math.Min(from + frames, all), first = Math.Max(0, from - context);
            int end = to == all ? samples : to * Hop, last = (int)Math.Min(samples, (long)(to + context) * Hop);
            pieces.Add(new SignalPiece(first, last - first * Hop, from, to - from, end - from * Hop));
        }

        return pieces;
    }
}
