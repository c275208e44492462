namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>
/// The running phase of an oscillator in the arithmetic of torch.cumsum(x) % 1 on a CPU: the sum is kept in double, every
/// prefix is rounded to float32, and only then brought below 1. Another order drifts audibly on long audio.
/// </summary>
public struct PhaseSum
{
    private double _sum;

    /// <summary>Adds a step, not negative, in turns, and gives the phase in [0, 1).</summary>
    public float Advance(float step)
    {
        _sum += step;
        float turns = (float)_sum;
        return turns - MathF.Floor(turns); // exact, as the remainder is
    }
}
