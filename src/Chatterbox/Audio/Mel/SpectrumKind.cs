namespace Chatterbox.Audio.Mel;

/// <summary>What the mel filters gather.</summary>
public enum SpectrumKind
{
    /// <summary>re^2 + im^2.</summary>
    Power,

    /// <summary>sqrt(re^2 + im^2).</summary>
    Magnitude,
}
