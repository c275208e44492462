namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>
/// The times between which the solver steps, from 0 (noise) to 1 (mel).
/// Port of the t_span of CausalConditionalCFM in chatterbox models/s3gen/flow_matching.py.
/// </summary>
internal static class TimeGrid
{
    /// <summary><paramref name="steps"/> + 1 times at equal distances.</summary>
    public static float[] Linear(int steps)
    {
        float[] times = new float[steps + 1];
        float step = 1f / steps;

        // From both ends, as torch.linspace has it.
        for (int i = 0; i <= steps; i++)
            times[i] = i < (steps + 1) / 2 ? step * i : 1 - step * (steps - i);
        return times;
    }

    /// <summary><paramref name="steps"/> + 1 times 1 - cos(pi t / 2): small steps first.</summary>
    public static float[] Cosine(int steps)
    {
        float[] times = Linear(steps);
        for (int i = 0; i <= steps; i++)
            times[i] = 1 - MathF.Cos(times[i] * 0.5f * MathF.PI);
        return times;
    }
}
