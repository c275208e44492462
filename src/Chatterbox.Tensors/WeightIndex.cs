namespace Chatterbox.Tensors;

/// <summary>All tensors of some sources by full name, and which of them were used.</summary>
internal sealed class WeightIndex
{
    private readonly Dictionary<string, TensorSource> _sources = [];
    private readonly HashSet<string> _used = [];
    private readonly Lock _lock = new();

    /// <summary>Joins the sources.</summary>
    /// <exception cref="CheckpointException">Two sources hold the same name.</exception>
    public WeightIndex(ReadOnlySpan<TensorSource> sources)
    {
        List<string> names = [];
        List<string> origins = [];
        foreach (TensorSource source in sources)
        {
            origins.Add(source.Origin);
            names.AddRange(source.Names);
            foreach (string name in source.Names)
                if (!_sources.TryAdd(name, source))
                    throw new CheckpointException($"'{name}' is both in {_sources[name].Origin} and in {source.Origin}.");
        }
        Names = names;
        Origin = string.Join(", ", origins);
    }

    /// <summary>The full names of all tensors, in the order of the sources.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Where the tensors come from, for messages.</summary>
    public string Origin { get; }

    /// <summary>Tells that loading was given up.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The source of a tensor, or null.</summary>
    public TensorSource? SourceOf(string name) => _sources.GetValueOrDefault(name);

    /// <summary>Notes that a tensor was used.</summary>
    public void MarkUsed(string name)
    {
        lock (_lock)
            _used.Add(name);
    }

    /// <summary>Whether a tensor was used.</summary>
    public bool IsUsed(string name)
    {
        lock (_lock)
            return _used.Contains(name);
    }
}
