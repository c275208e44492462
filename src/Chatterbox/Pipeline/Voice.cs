using Chatterbox.Checkpoints;
using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Pipeline;

/// <summary>A voice ready to speak: what T3 and S3Gen are conditioned on. It never changes; requests share it.</summary>
/// <param name="Family">The family whose models prepared it.</param>
/// <param name="SpeakerEmbedding">The voice encoder's embedding, of norm 1 for a single recording.</param>
/// <param name="PromptSpeechTokens">The recording's tokens that T3 reads.</param>
/// <param name="Reference">The recording's tokens, mel and x-vector that S3Gen continues.</param>
public sealed record Voice(ModelFamily Family, float[] SpeakerEmbedding, int[] PromptSpeechTokens, FlowReference Reference)
{
    /// <summary>The version of the file format that <see cref="Save"/> writes.</summary>
    public const int FormatVersion = 1;

    private const string FormatKey = "format";
    private const string FormatName = "chatterbox-voice";
    private const string VersionKey = "version";
    private const string FamilyKey = "family";

    /// <summary>A voice as the reference saves it.</summary>
    public static Voice From(Conditionals conditionals, ModelFamily family) =>
        new(family, conditionals.SpeakerEmbedding, conditionals.PromptSpeechTokens,
            new FlowReference(conditionals.PromptTokens, conditionals.PromptMel, conditionals.XVector));

    /// <summary>Loads a voice that <see cref="Save"/> wrote.</summary>
    /// <exception cref="VoiceException">The file is no voice, or of a later version.</exception>
    /// <exception cref="CheckpointException">The file is damaged.</exception>
    public static Voice Load(string path)
    {
        IReadOnlyDictionary<string, string> metadata;
        using (SafetensorsFile file = SafetensorsFile.Open(path))
            metadata = file.Metadata;
        if (metadata.GetValueOrDefault(FormatKey) != FormatName)
            throw new VoiceException($"'{path}' is not a voice. Prepare one with 'chatterbox voice RECORDING --out VOICE.safetensors'.");
        if (!int.TryParse(metadata.GetValueOrDefault(VersionKey), out int version) || version is < 1 or > FormatVersion)
            throw new VoiceException($"'{path}' is a voice of version {metadata.GetValueOrDefault(VersionKey)}; this program reads up to {FormatVersion}. Prepare it again.");
        if (!Enum.TryParse(metadata.GetValueOrDefault(FamilyKey), ignoreCase: true, out ModelFamily family) || !Enum.IsDefined(family))
            throw new VoiceException($"'{path}' names no model family. Prepare it again.");
        return From(Conditionals.Load(path), family);
    }

    /// <summary>Writes the voice as safetensors, whole or not at all, under the names of the reference's conds.</summary>
    public void Save(string path)
    {
        SafetensorsTensor[] tensors =
        [
            SafetensorsTensor.Float32("t3.speaker_emb", new Shape(1, SpeakerEmbedding.Length), SpeakerEmbedding),
            SafetensorsTensor.Int64("t3.cond_prompt_speech_tokens", new Shape(1, PromptSpeechTokens.Length), Wide(PromptSpeechTokens)),
            SafetensorsTensor.Int64("gen.prompt_token", new Shape(1, Reference.PromptTokens.Length), Wide(Reference.PromptTokens)),
            SafetensorsTensor.Float32("gen.prompt_feat", new Shape(1, Reference.PromptFrames, FlowReference.MelBins), Reference.PromptMel),
            SafetensorsTensor.Float32("gen.embedding", new Shape(1, Reference.XVector.Length), Reference.XVector),
        ];
        var metadata = new Dictionary<string, string>
        {
            [FormatKey] = FormatName,
            [VersionKey] = $"{FormatVersion}",
            [FamilyKey] = Family.ToString().ToLowerInvariant(),
        };
        SafetensorsWriter.Write(path, tensors, metadata);
    }

    private static long[] Wide(int[] ids) => Array.ConvertAll(ids, id => (long)id);
}
