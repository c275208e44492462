namespace Chatterbox.Randomness;

/// <summary>Random numbers that are addressed, not consumed: a request draws from a seed, a parity run from what was recorded.</summary>
public interface IRandomSource
{
    /// <summary>Numbers [first, first + destination.Length) of a stream, uniform in [0, 1) with 53 bits.</summary>
    void Uniform(RandomPurpose stream, long first, Span<double> destination);

    /// <summary>Numbers [first, first + destination.Length) of a stream, standard normal.</summary>
    void Normal(RandomPurpose stream, long first, Span<float> destination);
}
