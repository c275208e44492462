namespace Chatterbox.Server.Voices;

/// <summary>
/// Finds the voice that a request names: a voice of the library, then a name that stands for one of OpenAI's voices, then
/// <c>default</c>, then the model's own. A name that leads nowhere is an error, never another voice.
/// </summary>
internal sealed class VoiceAliases
{
    /// <summary>Name of the default voice.</summary>
    public const string Default = "default";

    /// <summary>Name of the model's own voice.</summary>
    public const string BuiltIn = "built-in";

    private readonly VoiceLibrary _library;
    private readonly bool _hasBuiltIn;
    private readonly Dictionary<string, (string Alias, string Target)> _targets;

    /// <summary>Joins a library with a map of names.</summary>
    /// <param name="library">The voices.</param>
    /// <param name="hasBuiltIn">Whether the model has a voice of its own.</param>
    /// <param name="map">The operator's map from names to voices, on top of <see cref="OpenAi"/>.</param>
    /// <exception cref="VoiceNameException">One of the names is none, or comes twice.</exception>
    public VoiceAliases(VoiceLibrary library, bool hasBuiltIn, IReadOnlyDictionary<string, string>? map = null)
    {
        (_library, _hasBuiltIn, _targets) = (library, hasBuiltIn, Join(map));
    }

    /// <summary>Fails unless a map has names only.</summary>
    /// <exception cref="VoiceNameException">One of the names is none, or comes twice.</exception>
    public static void Require(IReadOnlyDictionary<string, string>? map) => Join(map);

    /// <summary>The names of OpenAI's voices, all for the model's own voice.</summary>
    public static IReadOnlyDictionary<string, string> OpenAi { get; } = new[]
    {
        "alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin", "cedar",
    }.ToDictionary(name => name, _ => BuiltIn);

    /// <summary>The names that lead to a voice beside those of the library: the model's own, and the aliases whose voice is there.</summary>
    public IEnumerable<string> Names => [.. _hasBuiltIn ? [BuiltIn] : (string[])[], .. _targets.Values.Where(name => Leads(name.Target)).Select(name => name.Alias)];

    /// <summary>
    /// The voice of a request. Clients of other servers name files, so that Emily.wav is the voice Emily unless a voice is called
    /// Emily.wav.
    /// </summary>
    /// <param name="name">What the request says; null for the default voice.</param>
    /// <exception cref="VoiceNotFoundException">There is no such voice.</exception>
    /// <exception cref="VoiceStorageException">The library cannot be read.</exception>
    public ResolvedVoice Resolve(string? name)
    {
        if (name is null)
            return ResolveDefault(VoiceMatch.Default);
        return Find(name)
            ?? (LooseRecording.IsOne(name) ? Find(name[..^Path.GetExtension(name).Length]) : null)
            ?? throw VoiceNotFoundException.For(name);
    }

    /// <summary>OpenAI's names and the operator's by their keys; of two alike the operator's counts.</summary>
    private static Dictionary<string, (string Alias, string Target)> Join(IReadOnlyDictionary<string, string>? map)
    {
        Dictionary<string, (string Alias, string Target)> joined = OpenAi.ToDictionary(pair => VoiceName.Parse(pair.Key).Key, pair => (pair.Key, pair.Value));
        HashSet<string> given = [];
        foreach ((string alias, string target) in map ?? new Dictionary<string, string>())
        {
            VoiceName name = VoiceName.Parse(alias);
            joined[name.Key] = given.Add(name.Key)
                ? (name.Text, VoiceName.IsWord(target) ? target : VoiceName.Parse(target).Text)
                : throw new VoiceNameException($"The alias '{alias}' is given twice.");
        }

        return joined;
    }

    private ResolvedVoice? Find(string name)
    {
        if (VoiceName.LookupKey(name) is not { } key)
            return null;
        if (_library.Find(name) is { } voice)
            return new ResolvedVoice(voice, voice.Aliases.Any(alias => VoiceName.LookupKey(alias) == key) ? VoiceMatch.Alias : VoiceMatch.Exact);
        return _targets.TryGetValue(key, out (string Alias, string Target) known)
            ? ResolveTarget(name, known.Target)
            : ResolveWord(name, VoiceMatch.Default, VoiceMatch.Exact);
    }

    private bool Leads(string target) =>
        (_hasBuiltIn && string.Equals(target, BuiltIn, StringComparison.OrdinalIgnoreCase)) || _library.Find(target) is not null;

    private ResolvedVoice ResolveTarget(string alias, string target)
    {
        if (_library.Find(target) is { } voice)
            return new ResolvedVoice(voice, VoiceMatch.OpenAiAlias);
        return ResolveWord(target, VoiceMatch.OpenAiAlias, VoiceMatch.OpenAiAlias)
            ?? throw new VoiceNotFoundException($"'{VoiceName.Printable(alias)}' stands for the voice '{target}', which is not there.");
    }

    private ResolvedVoice? ResolveWord(string word, VoiceMatch asDefault, VoiceMatch asBuiltIn)
    {
        if (string.Equals(word, Default, StringComparison.OrdinalIgnoreCase))
            return ResolveDefault(asDefault);
        return string.Equals(word, BuiltIn, StringComparison.OrdinalIgnoreCase) ? OwnVoice(asBuiltIn) : null;
    }

    private ResolvedVoice ResolveDefault(VoiceMatch match) =>
        _library.GetDefault() is { } voice ? new ResolvedVoice(voice, match) : OwnVoice(match);

    private ResolvedVoice OwnVoice(VoiceMatch match) => _hasBuiltIn
        ? new ResolvedVoice(null, match)
        : throw new VoiceNotFoundException("The model has no voice of its own. Name a voice of the library, or set a default one.");
}
