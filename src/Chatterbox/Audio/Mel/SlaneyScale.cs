namespace Chatterbox.Audio.Mel;

/// <summary>Slaney's mel scale (Auditory Toolbox, 1998): 200/3 Hz per mel to 1 kHz, then 27 mels per factor of 6.4.</summary>
internal static class SlaneyScale
{
    private const double HertzPerMel = 200.0 / 3;
    private const double BreakHertz = 1000;
    private const double BreakMel = BreakHertz / HertzPerMel;

    private static readonly double LogStep = Math.Log(6.4) / 27;

    public static double ToMel(double hertz) =>
        hertz < BreakHertz ? hertz / HertzPerMel : BreakMel + Math.Log(hertz / BreakHertz) / LogStep;

    public static double ToHertz(double mel) =>
        mel < BreakMel ? mel * HertzPerMel : BreakHertz * Math.Exp(LogStep * (mel - BreakMel));
}
