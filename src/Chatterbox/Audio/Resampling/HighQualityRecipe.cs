namespace Chatterbox.Audio.Resampling;

/// <summary>
/// The numbers behind soxr's "HQ" recipe (20 bits, linear phase), and how its stages fix the length of the filter.
/// </summary>
/// <remarks>
/// soxr makes a conversion out of stages, of which one has the steep filter; the others are flat where that one passes.
/// The steep filter's window ends on a whole number of samples at that stage's rate, and is longer when stages share
/// the error budget. Both are visible in the response near the lower Nyquist frequency, so both are kept here.
/// </remarks>
internal static class HighQualityRecipe
{
    // -3 dB at 0.95 of the lower Nyquist frequency, for filters of this steepness.
    private const double PassbandEnd = 0.91374365327;
    private const double Cutoff = (1 + PassbandEnd) / 2;
    private const double HalfTransition = (1 - PassbandEnd) / 2;

    // Window shape and length (times the transition width) for 126.4 dB: 20 bits and one for the sum of both bands' errors.
    private const double BetaAlone = 13.0400357575;
    private const double LengthAlone = 8.302342035;

    // The same for 132.5 dB: one bit more, since a second stage adds its error.
    private const double BetaShared = 13.7112041719;
    private const double LengthShared = 8.729521709;

    // The largest factors that soxr does in one stage.
    private const int MaxSingleStageFactor = 4;

    /// <summary>The filter in units of the lower rate's sample period.</summary>
    public static KaiserLowpass Design(int from, int to)
    {
        (double stageFactor, bool alone) = SteepStage(from, to);
        double length = alone ? LengthAlone : LengthShared;
        int estimate = (int)Math.Ceiling(length * stageFactor / HalfTransition + 1);
        int taps = (estimate + 2) / 4 * 4 + 1;
        return new KaiserLowpass(Cutoff, taps / (2 * stageFactor), alone ? BetaAlone : BetaShared);
    }

    /// <summary>The rate at which the steep filter runs, in multiples of the lower rate, and whether it is the only stage.</summary>
    private static (double Factor, bool Alone) SteepStage(int from, int to)
    {
        double ratio = (double)from / to;
        bool halved = false;
        for (; ratio >= 4; ratio /= 2)
            halved = true;
        for (int up = 1; up <= MaxSingleStageFactor; up++)
        {
            double down = ratio * up;
            if (down == Math.Floor(down) && down <= MaxSingleStageFactor)
                return (Math.Max(up, down), !halved);
        }

        if (ratio < 1)
            return (2, false);
        if (ratio is > 1.5 and < 2)
            return (2, false);
        return (ratio < 2 ? 2 * ratio : ratio, false);
    }
}
