using Chatterbox.Audio;
using Chatterbox.Pipeline;

namespace Chatterbox.Server.Commands;

/// <summary>Where a voice on the command line comes from: a voice file, a recording, or the model itself.</summary>
internal static class VoiceSource
{
    /// <summary>How the names of voice files end.</summary>
    public const string VoiceExtension = ".safetensors";

    /// <summary>Whether the name is that of a voice file, not of a recording.</summary>
    public static bool IsVoice(string path) => path.EndsWith(VoiceExtension, StringComparison.OrdinalIgnoreCase);

    /// <summary>The voice in a file, or the model's own if there is no file.</summary>
    public static Voice Open(ChatterboxModel model, string? path, CancellationToken cancellation)
    {
        if (path is null)
            return model.BuiltInVoice ?? throw new UsageException("This model has no voice of its own. Name a recording or a voice with --voice.");
        if (!IsVoice(path))
            return Prepare(model.LoadVoicePreparer(cancellation), path, Recording.Read(path, cancellation), cancellation);
        Voice voice = Load(path);
        return FamilyTraits.ShareVoices(voice.Family, model.Family)
            ? voice
            : throw new VoiceException($"'{path}' was prepared for {voice.Family}, not for {model.Family}. Prepare it again with 'chatterbox voice RECORDING --family {model.Family.ToString().ToLowerInvariant()} ...'.");
    }

    /// <summary>The voice in a voice file, of any family.</summary>
    public static Voice Load(string path)
    {
        InputFile.Require(path);
        return Voice.Load(path);
    }

    /// <summary>The voice of a recording; errors name its file.</summary>
    /// <exception cref="VoiceException">The recording cannot serve.</exception>
    public static Voice Prepare(VoicePreparer preparer, string path, AudioClip recording, CancellationToken cancellation)
    {
        try
        {
            return preparer.Prepare([recording], cancellation);
        }
        catch (VoiceException error)
        {
            throw new VoiceException($"'{path}': {error.Message}", error);
        }
    }
}
