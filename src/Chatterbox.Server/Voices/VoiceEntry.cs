namespace Chatterbox.Server.Voices;

/// <summary>A voice of the library. It never changes; a change of the library makes a new one.</summary>
/// <param name="Id">Its id, which stays when it gets another name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Language">Code of the language it speaks, or null.</param>
/// <param name="Aliases">Other names.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Clips">Its recordings.</param>
internal sealed record VoiceEntry(
    string Id, string Name, string? Language, IReadOnlyList<string> Aliases, DateTimeOffset Created, IReadOnlyList<VoiceClip> Clips)
{
    /// <summary>Whether it is a loose recording of the operator's, which cannot be changed through the library.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Tells the recordings' content: what was prepared from them is used as long as this is the same.</summary>
    public required string Revision { get; init; }

    /// <summary>Every text by which it is found: id, name and aliases.</summary>
    public IEnumerable<string> Handles => [Id, Name, .. Aliases];
}
