namespace Chatterbox.Server.Engine;

/// <summary>
/// A place in the engine's queue, taken before any work is done for a request: one that has to come again costs nothing. It goes to
/// the request's stream, or is given back when this is disposed.
/// </summary>
/// <param name="position">Requests before it.</param>
/// <param name="estimate">How long those will probably take.</param>
/// <param name="giveBack">Gives the place back.</param>
internal sealed class QueuePlace(int position, TimeSpan estimate, Action giveBack) : IDisposable
{
    private bool _gone;

    /// <summary>Requests before it.</summary>
    public int Position => position;

    /// <summary>How long those will probably take.</summary>
    public TimeSpan Estimate => estimate;

    /// <summary>Hands the place on to a stream, which gives it back at its end.</summary>
    public void HandOn() => _gone = !_gone ? true : throw new InvalidOperationException("A place in the queue was used twice; this is a bug.");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_gone)
            giveBack();
        _gone = true;
    }
}
