namespace Chatterbox.Server.Http.Voices;

/// <summary>A recording of a voice.</summary>
/// <param name="Name">What its file was called.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Seconds">Its length, if it is known.</param>
/// <param name="Warnings">What could be better about it.</param>
internal sealed record ClipBody(string Name, long Bytes, double? Seconds, IReadOnlyList<string> Warnings);
