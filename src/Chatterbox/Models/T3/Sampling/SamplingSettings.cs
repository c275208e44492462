namespace Chatterbox.Models.T3.Sampling;

/// <summary>How a speech token is chosen from the logits. Defaults are the reference's for each family.</summary>
public sealed record SamplingSettings
{
    /// <summary>Divides the logits; 0, or so little that they would overflow, takes the best token always.</summary>
    public double Temperature { get; init; } = 0.8;

    /// <summary>Keeps this many best tokens; 0 keeps all.</summary>
    public int TopK { get; init; }

    /// <summary>Keeps the best tokens that make up this share of the probability.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Drops tokens below this share of the best one's probability; 0 drops none.</summary>
    public double MinP { get; init; }

    /// <summary>Divides positive and multiplies negative logits of tokens already drawn; 1 changes nothing.</summary>
    public double RepetitionPenalty { get; init; } = 1.2;

    /// <summary>Weight of classifier-free guidance; 0 decodes without the unconditional row.</summary>
    public double CfgWeight { get; init; }

    /// <summary>Whether the penalty comes after all other processors, as in Turbo and Nano, instead of first.</summary>
    public bool PenaltyLast { get; init; }

    /// <summary>The reference's defaults: tts.py, mtl_tts.py, tts_turbo.py.</summary>
    public static SamplingSettings For(ModelFamily family) => family switch
    {
        ModelFamily.Original or ModelFamily.Multilingual => new SamplingSettings { MinP = 0.05, CfgWeight = 0.5 },
        _ => new SamplingSettings { TopK = 1000, TopP = 0.95, PenaltyLast = true },
    };
}
