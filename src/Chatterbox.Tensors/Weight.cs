namespace Chatterbox.Tensors;

/// <summary>
/// A weight in the engine's own storage: packed, converted or on a device, as the engine decided at load.
/// It lives until it is disposed, independent of scopes.
/// </summary>
public abstract class Weight : IDisposable
{
    /// <summary>The dimensions in PyTorch's order, as in the checkpoint.</summary>
    public abstract Shape Shape { get; }

    /// <summary>Bytes the engine holds for it.</summary>
    public abstract long Bytes { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the engine's memory back.</summary>
    protected abstract void Dispose(bool disposing);
}
