namespace Chatterbox.Tensors.ShapeOnly;

/// <summary>Names and shapes without values: shows that a model fits a checkpoint that is not at hand.</summary>
public sealed class ShapeOnlySource : TensorSource
{
    private readonly Dictionary<string, Shape> _shapes;

    /// <summary>Takes the inventory of a checkpoint; <paramref name="origin"/> names it in messages.</summary>
    /// <exception cref="ArgumentException">A name appears twice.</exception>
    public ShapeOnlySource(string origin, IEnumerable<KeyValuePair<string, Shape>> inventory)
    {
        List<KeyValuePair<string, Shape>> entries = [.. inventory];
        Origin = origin;
        Names = [.. entries.Select(entry => entry.Key)];
        _shapes = new Dictionary<string, Shape>(entries.Count);
        foreach ((string name, Shape shape) in entries)
            _shapes.Add(name, shape);
    }

    /// <inheritdoc/>
    public override string Origin { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public override Shape ShapeOf(string name) =>
        _shapes.TryGetValue(name, out Shape shape) ? shape : throw new CheckpointException($"{Origin}: there is no tensor '{name}'.");

    /// <summary>The shape alone; the tensor has no values.</summary>
    public override HostTensor Read(string name) => new(ShapeOf(name));
}
