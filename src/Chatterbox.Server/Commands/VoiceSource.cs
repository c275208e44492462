using Chatterbox.Audio.Files;
using Chatterbox.Pipeline;

namespace Chatterbox.Server.Commands;

/// <summary>Where a voice on the command line comes from: a voice file, a recording, or the model itself.</summary>
internal static class VoiceSource
{
    private const string VoiceExtension = ".safetensors";

    /// <summary>The voice in a file, or the model's own if there is no file.</summary>
    public static Voice Open(ChatterboxModel model, string? path, CancellationToken cancellation)
    {
        if (path is null)
            return model.BuiltInVoice ?? throw new UsageException("This model has no voice of its own. Name a recording or a voice with --voice.");
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}'.");
        if (!path.EndsWith(VoiceExtension, StringComparison.OrdinalIgnoreCase))
            return model.VoicePreparer.Prepare([new AudioDecoder().Read(path, cancellation)], cancellation);
        Voice voice = Voice.Load(path);
        return FamilyTraits.ShareVoices(voice.Family, model.Family)
            ? voice
            : throw new VoiceException($"'{path}' was prepared for {voice.Family}, not for {model.Family}. Prepare it again with 'chatterbox voice RECORDING --family {model.Family.ToString().ToLowerInvariant()} ...'.");
    }
}
