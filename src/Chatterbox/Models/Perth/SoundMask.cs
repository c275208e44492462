namespace Chatterbox.Models.Perth;

/// <summary>
/// Which frames hold sound: those whose levels sum to more than 5 % of the loudest frame's sum. Silence is neither marked nor
/// read. Port of magmask (perth/perth_net/perth_net_implicit/model/__init__.py).
/// </summary>
internal static class SoundMask
{
    private const float Share = 0.05f;

    /// <summary>The mask (T) from the sums of every frame of a recording (T).</summary>
    public static bool[] Of(ReadOnlySpan<float> frameSums)
    {
        float loudest = 0;
        foreach (float sum in frameSums)
            loudest = Math.Max(loudest, sum);
        bool[] mask = new bool[frameSums.Length];
        for (int t = 0; t < mask.Length; t++)
            mask[t] = frameSums[t] > Share * loudest;
        return mask;
    }
}
