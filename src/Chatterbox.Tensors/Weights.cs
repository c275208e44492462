using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Enumeration;
using Chatterbox.Tensors.ShapeOnly;

namespace Chatterbox.Tensors;

/// <summary>
/// A place in the tree of a checkpoint's dotted names: the constructors of layers walk down with <see cref="At(string)"/>
/// and take their tensors by name and expected shape. What is never taken is found by <see cref="VerifyAllUsed"/>.
/// </summary>
public sealed class Weights
{
    private const int NamesInMessage = 10;

    private readonly WeightIndex _index;

    private readonly Engine? _engine;

    /// <summary>The root over one or several sources, which stay the caller's to dispose.</summary>
    /// <exception cref="CheckpointException">Two sources hold the same name.</exception>
    public Weights(params ReadOnlySpan<TensorSource> sources)
        : this(null, new WeightIndex(sources), "")
    {
    }

    /// <summary>The same for a model that is built on <paramref name="engine"/>.</summary>
    /// <exception cref="CheckpointException">Two sources hold the same name.</exception>
    public Weights(Engine engine, params ReadOnlySpan<TensorSource> sources)
        : this(engine, new WeightIndex(sources), "")
    {
    }

    /// <summary>The same for a model whose loading may be given up: from then on no tensor is read.</summary>
    /// <exception cref="CheckpointException">Two sources hold the same name.</exception>
    public Weights(Engine engine, CancellationToken cancellation, params ReadOnlySpan<TensorSource> sources)
        : this(engine, new WeightIndex(sources) { Cancellation = cancellation }, "")
    {
    }

    private Weights(Engine? engine, WeightIndex index, string prefix, WeightRole role = WeightRole.Exact)
    {
        _engine = engine;
        _index = index;
        Prefix = prefix;
        Role = role;
    }

    /// <summary>The engine that the layers are built on.</summary>
    public Engine Engine => _engine ?? throw new InvalidOperationException("These weights were opened without an engine; this is a bug.");

    /// <summary>The part of the names above this place, with its last dot; empty at the root.</summary>
    public string Prefix { get; }

    /// <summary>What the layers below this place are for.</summary>
    public WeightRole Role { get; }

    /// <summary>The root over names and shapes without values.</summary>
    public static Weights FromInventory(string origin, IEnumerable<KeyValuePair<string, Shape>> inventory) =>
        new(new ShapeOnlySource(origin, inventory));

    /// <summary>The place <paramref name="path"/> below this one; it may have several dotted parts.</summary>
    public Weights At(string path) => new(_engine, _index, $"{Prefix}{path}.", Role);

    /// <summary>The same place, whose linear layers are for <paramref name="role"/>.</summary>
    public Weights For(WeightRole role) => new(_engine, _index, Prefix, role);

    /// <summary>The numbered place <paramref name="index"/> below this one.</summary>
    public Weights At(int index) => At(index.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether the tensor <paramref name="name"/> exists here.</summary>
    public bool Has(string name) => _index.SourceOf(Prefix + name) is not null;

    /// <summary>The shape of the tensor <paramref name="name"/>, which is not thereby used.</summary>
    /// <exception cref="CheckpointException">There is no such tensor.</exception>
    public Shape ShapeOf(string name) => (_index.SourceOf(Prefix + name) ?? throw Missing(name, [])).ShapeOf(Prefix + name);

    /// <summary>
    /// The tensor <paramref name="name"/>, which must have the given shape; -1 stands for any size, and no shape at all for
    /// any shape.
    /// </summary>
    /// <exception cref="CheckpointException">There is no such tensor, or it has another shape.</exception>
    /// <exception cref="OperationCanceledException">Loading was given up.</exception>
    public HostTensor Get(string name, params ReadOnlySpan<int> expectedShape)
    {
        _index.Cancellation.ThrowIfCancellationRequested();
        HostTensor tensor = Find(name, expectedShape).Read(Prefix + name);
        _index.MarkUsed(Prefix + name);
        return tensor;
    }

    /// <summary>Checks, as <see cref="Get"/> does, that a tensor exists and has the given shape; it is neither read nor used.</summary>
    /// <exception cref="CheckpointException">There is no such tensor, or it has another shape.</exception>
    public void Expect(string name, params ReadOnlySpan<int> expectedShape) => Find(name, expectedShape);

    /// <summary>Says that a model has no need of the tensor <paramref name="name"/>, of whatever type, if it is there.</summary>
    public void Skip(string name) => _index.MarkUsed(Prefix + name);

    /// <summary>Like <see cref="Get"/>, but false when there is no such tensor.</summary>
    /// <exception cref="CheckpointException">The tensor has another shape.</exception>
    public bool TryGet(string name, [NotNullWhen(true)] out HostTensor? tensor, params ReadOnlySpan<int> expectedShape)
    {
        tensor = Has(name) ? Get(name, expectedShape) : null;
        return tensor is not null;
    }

    /// <summary>The first parts of all names below this place, in the order of the file.</summary>
    public IEnumerable<string> Children()
    {
        HashSet<string> seen = [];
        foreach (string name in _index.Names)
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal))
                continue;
            int dot = name.IndexOf('.', Prefix.Length);
            string child = dot < 0 ? name[Prefix.Length..] : name[Prefix.Length..dot];
            if (seen.Add(child))
                yield return child;
        }
    }

    /// <summary>How many children of the place <paramref name="path"/> are numbered: its layers, from 0 without a gap.</summary>
    /// <exception cref="CheckpointException">A number is missing.</exception>
    public int Count(string path)
    {
        HashSet<string> children = [.. At(path).Children().Where(child => child.All(char.IsAsciiDigit))];
        for (int i = 0; i < children.Count; i++)
            if (!children.Contains(i.ToString(CultureInfo.InvariantCulture)))
                throw new CheckpointException($"{_index.Origin}: '{Prefix}{path}' has {children.Count} numbered parts, but no {i}.");
        return children.Count;
    }

    /// <summary>
    /// Checks that every tensor below this place was taken, or matches one of <paramref name="allowed"/>: full names in
    /// which <c>*</c> stands for anything.
    /// </summary>
    /// <exception cref="CheckpointException">Tensors are left over; the message names them.</exception>
    public void VerifyAllUsed(params ReadOnlySpan<string> allowed)
    {
        List<string> left = [];
        foreach (string name in _index.Names)
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && !_index.IsUsed(name) && !Matches(name, allowed))
                left.Add(name);
        if (left.Count == 0)
            return;
        string more = left.Count > NamesInMessage ? ", ..." : "";
        throw new CheckpointException(
            $"{_index.Origin}: the model does not use {left.Count} of the tensors: {string.Join(", ", left.Take(NamesInMessage))}{more}. "
            + "The checkpoint is of another kind or version.");
    }

    private static bool Matches(string name, ReadOnlySpan<string> patterns)
    {
        foreach (string pattern in patterns)
            if (FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))
                return true;
        return false;
    }

    private static bool Fits(Shape actual, ReadOnlySpan<int> expected)
    {
        if (expected.IsEmpty)
            return true;
        if (actual.Rank != expected.Length)
            return false;
        for (int i = 0; i < expected.Length; i++)
            if (expected[i] >= 0 && expected[i] != actual[i])
                return false;
        return true;
    }

    private static string Describe(ReadOnlySpan<int> shape)
    {
        List<string> parts = [];
        foreach (int dimension in shape)
            parts.Add(dimension < 0 ? "any" : dimension.ToString(CultureInfo.InvariantCulture));
        return $"({string.Join(", ", parts)})";
    }

    private TensorSource Find(string name, ReadOnlySpan<int> expectedShape)
    {
        TensorSource source = _index.SourceOf(Prefix + name) ?? throw Missing(name, expectedShape);
        Shape actual = source.ShapeOf(Prefix + name);
        if (!Fits(actual, expectedShape))
            throw new CheckpointException($"{source.Origin}: '{Prefix}{name}' has the shape {actual}, not {Describe(expectedShape)}.");
        return source;
    }

    private CheckpointException Missing(string name, ReadOnlySpan<int> expectedShape)
    {
        string shape = expectedShape.IsEmpty ? "" : $" of shape {Describe(expectedShape)}";
        return new CheckpointException($"{_index.Origin}: the tensor '{Prefix}{name}'{shape} is missing.");
    }
}
