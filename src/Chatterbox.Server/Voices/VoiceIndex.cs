namespace Chatterbox.Server.Voices;

/// <summary>All voices at one moment. It never changes.</summary>
internal sealed class VoiceIndex
{
    private readonly Dictionary<string, VoiceEntry> _byKey = [];

    /// <summary>
    /// Joins voices, the first come first. Of two that are found by the same text, as an operator's copy of a folder may be, the
    /// later is left out and becomes a problem.
    /// </summary>
    public VoiceIndex(IEnumerable<VoiceEntry> entries, IEnumerable<VoiceProblem> problems, DefaultVoiceFile? defaultVoice)
    {
        List<VoiceEntry> accepted = [];
        List<VoiceProblem> all = [.. problems];
        foreach (VoiceEntry entry in entries)
        {
            string[] keys = [.. entry.Handles.Select(KeyOf).Distinct()];
            if (keys.FirstOrDefault(_byKey.ContainsKey) is { } taken)
            {
                all.Add(new VoiceProblem(
                    entry.IsReadOnly ? entry.Clips[0].File : entry.Id,
                    $"It is left out: the voice '{_byKey[taken].Name}' has the same name, id or alias. Rename one of them in the folder."));
                continue;
            }

            accepted.Add(entry);
            foreach (string key in keys)
                _byKey.Add(key, entry);
        }

        Entries = [.. accepted.OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase).ThenBy(entry => entry.Id, StringComparer.Ordinal)];
        Problems = [.. all.OrderBy(problem => problem.Item, StringComparer.Ordinal)];
        Default = defaultVoice;
    }

    /// <summary>The voices by name.</summary>
    public IReadOnlyList<VoiceEntry> Entries { get; }

    /// <summary>What was left out.</summary>
    public IReadOnlyList<VoiceProblem> Problems { get; }

    /// <summary>What the library's file says; null if it cannot be read.</summary>
    public DefaultVoiceFile? Default { get; }

    /// <summary>The voice of an id, name or alias, or null.</summary>
    public VoiceEntry? Find(string name) => VoiceName.LookupKey(name) is { } key ? _byKey.GetValueOrDefault(key) : null;

    /// <summary>The voice of an id, name or alias.</summary>
    /// <exception cref="VoiceNotFoundException">There is none.</exception>
    public VoiceEntry Require(string name) => Find(name) ?? throw VoiceNotFoundException.For(name);

    /// <summary>Checks that a name is free, or leads to <paramref name="owner"/> already.</summary>
    /// <exception cref="VoiceConflictException">Another voice is found by it.</exception>
    public void RequireFree(VoiceName name, VoiceEntry? owner = null)
    {
        if (_byKey.TryGetValue(name.Key, out VoiceEntry? other) && other.Id != owner?.Id)
            throw new VoiceConflictException($"'{name.Text}' is already the name, the id or an alias of the voice '{other.Name}'. Take another name.");
    }

    private static string KeyOf(string handle) => VoiceName.LookupKey(handle)
        ?? throw new InvalidOperationException("An unchecked name got into the library: this is a bug.");
}
