namespace Chatterbox.Parity;

/// <summary>The settings a case was recorded with, under the reference's names.</summary>
/// <param name="RepetitionPenalty">Divides the logits of ids already drawn.</param>
/// <param name="MinP">Probability, relative to the best, under which an id is dropped.</param>
/// <param name="TopP">Probability mass that is kept.</param>
/// <param name="TopK">Ids that are kept; 0, all of them, for the families whose reference has no such setting.</param>
/// <param name="Exaggeration">The emotion input.</param>
/// <param name="CfgWeight">Weight of classifier-free guidance.</param>
/// <param name="Temperature">Divides the logits.</param>
public sealed record ParityOptions(
    float RepetitionPenalty, float MinP, float TopP, int TopK, float Exaggeration, float CfgWeight, float Temperature)
{
    private const float Most = 1000;

    /// <summary>Reads the settings of a family, all of which must be there.</summary>
    /// <exception cref="FormatException">A setting is missing, of the wrong kind or out of range.</exception>
    internal static ParityOptions Read(CaseJson options, ModelFamily family) => new(
        options.Number("repetition_penalty", 1e-3f, Most),
        options.Number("min_p", 0, 1),
        options.Number("top_p", 0, 1),
        family is ModelFamily.Turbo or ModelFamily.Nano ? options.Integer("top_k", 0) : 0,
        options.Number("exaggeration", -Most, Most),
        options.Number("cfg_weight", -Most, Most),
        options.Number("temperature", 0, Most));
}
