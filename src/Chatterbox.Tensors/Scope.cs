namespace Chatterbox.Tensors;

/// <summary>
/// A span of work whose tensors die together. Scopes nest and end in reverse order; none crosses an await or a yield,
/// since an engine belongs to one thread at a time.
/// </summary>
public readonly struct Scope : IDisposable, IEquatable<Scope>
{
    private readonly Engine _engine;
    private readonly int _depth;

    internal Scope(Engine engine, int depth) => (_engine, _depth) = (engine, depth);

    /// <summary>Hands a tensor of this scope to the scope around it, as the result of the work.</summary>
    public Tensor Keep(Tensor tensor)
    {
        _engine.KeepInParent(tensor, _depth);
        return tensor;
    }

    /// <summary>Ends the scope and frees its tensors.</summary>
    public void Dispose() => _engine.EndScope(_depth);

    /// <inheritdoc/>
    public bool Equals(Scope other) => ReferenceEquals(_engine, other._engine) && _depth == other._depth;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Scope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_engine, _depth);

    /// <summary>Whether two values name the same scope.</summary>
    public static bool operator ==(Scope left, Scope right) => left.Equals(right);

    /// <summary>Whether two values name different scopes.</summary>
    public static bool operator !=(Scope left, Scope right) => !left.Equals(right);
}
