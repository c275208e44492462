using Chatterbox.Randomness;

namespace Chatterbox.Models.T3.Sampling;

/// <summary>Draws by the cumulative sum: the first id whose sum in double precision, over the last one, exceeds the step's random number.</summary>
public sealed class RandomDraw(IRandomSource random)
{
    /// <summary>The draw as the decoder takes it.</summary>
    public int Draw(int step, ReadOnlySpan<int> ids, ReadOnlySpan<float> probabilities) => Pick(Uniform(step), ids, probabilities);

    /// <summary>The random number of a step, from 0 to below 1.</summary>
    public double Uniform(int step)
    {
        Span<double> uniform = stackalloc double[1];
        random.Uniform(RandomPurpose.SpeechToken, step, uniform);
        return uniform[0];
    }

    /// <summary>The id at <paramref name="uniform"/> of the cumulative probabilities.</summary>
    public static int Pick(double uniform, ReadOnlySpan<int> ids, ReadOnlySpan<float> probabilities)
    {
        double total = 0;
        foreach (float probability in probabilities)
            total += probability;
        double sum = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            sum += probabilities[i];
            if (sum / total > uniform)
                return ids[i];
        }

        return ids[^1];
    }
}
