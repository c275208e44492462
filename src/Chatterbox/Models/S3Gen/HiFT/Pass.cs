namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>What a step of the vocoder costs and sees: from this its windows follow.</summary>
/// <param name="Rate">Frames of the result to a mel frame.</param>
/// <param name="Extra">Frames of the result after those of the last mel frame.</param>
/// <param name="Reach">How many frames of the result at the end of a cut are not as in the whole.</param>
/// <param name="Work">Multiply-adds for a mel frame.</param>
internal readonly record struct Pass(int Rate, int Extra, int Reach, long Work)
{
    /// <summary>Mel frames that a window takes on each side beyond those that it gives.</summary>
    public int Halo => (Reach + Rate - 1) / Rate;
}
