using System.Text.Json.Serialization;

namespace Chatterbox.Parity;

/// <summary>The settings a case was recorded with, under the reference's names; those a family lacks stay at its defaults.</summary>
public sealed record ParityOptions
{
    /// <summary>Divides the logits of ids already drawn.</summary>
    [JsonPropertyName("repetition_penalty")]
    public float RepetitionPenalty { get; init; } = 1.2f;

    /// <summary>Probability, relative to the best, under which an id is dropped.</summary>
    [JsonPropertyName("min_p")]
    public float MinP { get; init; }

    /// <summary>Probability mass that is kept.</summary>
    [JsonPropertyName("top_p")]
    public float TopP { get; init; } = 1;

    /// <summary>Ids that are kept.</summary>
    [JsonPropertyName("top_k")]
    public int TopK { get; init; }

    /// <summary>The emotion input.</summary>
    [JsonPropertyName("exaggeration")]
    public float Exaggeration { get; init; } = 0.5f;

    /// <summary>Weight of classifier-free guidance.</summary>
    [JsonPropertyName("cfg_weight")]
    public float CfgWeight { get; init; }

    /// <summary>Divides the logits.</summary>
    [JsonPropertyName("temperature")]
    public float Temperature { get; init; } = 0.8f;
}
