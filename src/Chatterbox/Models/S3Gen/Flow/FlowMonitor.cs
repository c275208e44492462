namespace Chatterbox.Models.S3Gen.Flow;

/// <summary>Counts the blocks of one run, reports them and stops the run when it is cancelled.</summary>
internal sealed class FlowMonitor(int total, Action<FlowProgress>? progress, CancellationToken cancellation)
{
    private int _done;

    /// <summary>Called after every encoder layer and estimator block.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public void BlockDone()
    {
        progress?.Invoke(new FlowProgress(++_done, total));
        Check();
    }

    /// <summary>Called inside a block, whose parts are long when the speech is.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public void Check() => cancellation.ThrowIfCancellationRequested();
}
