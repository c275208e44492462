using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>
/// Runs the steps of the vocoder over one utterance in windows of bounded work. Each window reads its halo as well and
/// throws away what the cut spoilt; since no row of an operation depends on the rows beside it, the windows together are
/// the bits of a run in one piece. Between windows it reports progress and sees cancellation.
/// </summary>
/// <param name="engine">Where the tensors live. While a probe is attached, one window holds the whole utterance.</param>
/// <param name="frames">Mel frames of the utterance.</param>
/// <param name="windowWork">Multiply-adds that a window may take.</param>
/// <param name="totalWork">Multiply-adds of all steps for a mel frame.</param>
/// <param name="progress">Told the finished share, from 0 to 1, after each window.</param>
/// <param name="cancellation">Looked at before each window.</param>
internal sealed class WindowedRun(
    Engine engine, int frames, long windowWork, long totalWork, IProgress<double>? progress, CancellationToken cancellation)
{
    private double _done;

    /// <summary>Runs a step; <paramref name="forward"/> gives its result for a window.</summary>
    public Track Run(Pass pass, Func<Window, Tensor> forward)
    {
        using Scope scope = engine.BeginScope();
        int size = WindowSize(pass), halo = pass.Halo;
        List<Tensor> parts = [];
        for (int first = 0; first < frames; first += size)
        {
            cancellation.ThrowIfCancellationRequested();
            int end = Math.Min(frames, first + size);
            using Scope windowScope = engine.BeginScope();
            Window window = new(Math.Max(0, first - halo), Math.Min(frames, end + halo));
            int extra = end == frames ? pass.Extra : 0;
            parts.Add(windowScope.Keep(
                forward(window).Slice(1, (first - window.First) * pass.Rate, (end - first) * pass.Rate + extra)));
            _done += (double)pass.Work * (end - first);
            progress?.Report(Math.Min(1, _done / ((double)totalWork * frames)));
        }

        Tensor whole = parts.Count == 1 ? parts[0] : engine.Concat(1, [.. parts]);
        return new Track(scope.Keep(whole), pass.Rate, pass.Extra);
    }

    /// <summary>Mel frames of a window without its halo, so that all windows are of about the same size.</summary>
    private int WindowSize(Pass pass)
    {
        long fitting = windowWork / Math.Max(1, pass.Work);
        if (engine.Probe is not null || frames <= fitting)
            return frames;
        int largest = (int)Math.Max(1, fitting - 2 * pass.Halo);
        int count = (frames + largest - 1) / largest;
        return (frames + count - 1) / count;
    }
}
