using Chatterbox.Audio.Analysis;

namespace Chatterbox.Server.Voices;

/// <summary>A recording of a voice, as it was uploaded or put into the folder.</summary>
/// <param name="File">Its name in the folder; the extension tells the content.</param>
/// <param name="OriginalName">What the client called it, without folders and control characters.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">SHA-256 of its bytes in lower-case hexadecimal; null for a loose recording.</param>
/// <param name="Seconds">Its length; null for a loose recording, which nobody has decoded yet.</param>
/// <param name="Findings">Warnings about it.</param>
internal sealed record VoiceClip(
    string File, string OriginalName, long Bytes, string? Sha256, double? Seconds, IReadOnlyList<ReferenceFinding> Findings);
