using System.Diagnostics;
using Chatterbox.Models.Perth;
using Chatterbox.Models.T3;

namespace Chatterbox.Pipeline.Scheduling;

/// <summary>
/// Works on any number of jobs with one model, on one thread. Decoding steps are shared by the pieces of all jobs; between two
/// estimator blocks or vocoder windows of one job it turns to a more urgent one (ADR 7). What a job gets does not depend on the
/// others, to the bit.
/// </summary>
/// <param name="model">The model, which this thread uses alone.</param>
/// <param name="watermark">Marks finished audio; null where no request asks for it.</param>
/// <param name="limits">How much is taken on at once.</param>
/// <param name="betweenUnits">Called whenever other work can go on, as for taking in new jobs; null for nothing.</param>
public sealed class SpeechScheduler(ChatterboxModel model, PerthWatermark? watermark, SchedulerLimits limits, Action? betweenUnits = null)
{
    /// <summary>How much less urgent a job may be that joins a batch for which the most urgent one waits.</summary>
    private const double JoinMargin = 4;

    private readonly List<SpeechJob> _jobs = [];
    private readonly T3Batch _batch = new(model.T3, limits);
    private readonly PieceRenderer _renderer = new(model, watermark);
    private readonly SpeechPlanner _planner = new(model.Profile);
    private readonly Dictionary<SpeechJob, int> _served = []; // pieces of each in the step at hand
    private int _renders;

    /// <summary>What has been done so far.</summary>
    public SchedulerCounters Counters { get; } = new();

    /// <summary>Jobs that have not ended.</summary>
    public int Jobs => _jobs.Count;

    /// <summary>Takes a job on.</summary>
    public void Add(SpeechJob job)
    {
        job.LastServed = Stopwatch.GetTimestamp();
        _jobs.Add(job);
    }

    /// <summary>Does a step's, a prompt's or a piece's worth of work for the most urgent job; false if no job can go on.</summary>
    public bool Work()
    {
        EndCancelled();
        if (MostUrgent() is not { } job)
            return false;
        Serve(job);
        return true;
    }

    /// <summary>Ends every job and frees what is kept of the voices, as when the model goes away.</summary>
    public void EndAll(Exception reason)
    {
        _batch.Leave(_ => true);
        foreach (SpeechJob job in _jobs)
            job.Fail(reason);
        _jobs.Clear();
        _batch.Forget();
    }

    private void Serve(SpeechJob job)
    {
        if (job.Step == JobStep.Render)
            Render(job);
        else
            Decode(job);
    }

    private SpeechJob? MostUrgent() => _jobs.Where(job => !job.Rendering && job.Sink.Ready).MinBy(UrgencyOf);

    private static double UrgencyOf(SpeechJob job) => Urgency.Of(job, Stopwatch.GetElapsedTime(job.LastServed).TotalSeconds);

    private void EndCancelled()
    {
        for (int i = _jobs.Count - 1; i >= 0; i--)
            if (_jobs[i].Cancellation.IsCancellationRequested && !_jobs[i].Rendering)
                End(_jobs[i], new OperationCanceledException(_jobs[i].Cancellation));
    }

    private void End(SpeechJob job, Exception reason)
    {
        if (reason is OperationCanceledException)
            Counters.Cancellations++;
        _jobs.Remove(job);
        _batch.Leave(piece => piece.Job == job);
        job.Fail(reason);
    }

    private void Decode(SpeechJob urgent)
    {
        long start = Stopwatch.GetTimestamp();
        _served.Clear();
        JobPiece? joining = NextToJoin(urgent);
        try
        {
            if (joining is not null)
            {
                _served[joining.Job] = 1;
                if (!Join(joining))
                    return;
                Counters.Prefills++;
                Counters.Tokens++;
            }
            else
            {
                foreach (JobPiece piece in _batch.Pieces)
                    _served[piece.Job] = _served.GetValueOrDefault(piece.Job) + 1;
                _batch.Step();
                Counters.Steps++;
                Counters.Rows = _batch.Rows;
                Counters.Tokens += _batch.Pieces.Count;
            }
        }
        catch (Exception error) when (error is not InvalidOperationException)
        {
            foreach (SpeechJob job in _served.Keys)
                End(job, error);
            return;
        }

        Settle();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (joining is not null)
            Counters.PrefillSeconds += seconds;
        else
            Counters.StepSeconds += seconds;
        double perPiece = seconds / _served.Values.Sum();
        foreach ((SpeechJob job, int pieces) in _served)
            Report(job, pieces * perPiece);
    }

    /// <summary>
    /// The piece that is read next: one of the urgent job itself, or of one that is about as urgent, so that all share the steps
    /// that follow. None where the batch is full, or where reading would keep the urgent job waiting for a lesser one.
    /// </summary>
    private JobPiece? NextToJoin(SpeechJob urgent)
    {
        double most = JoinMargin * UrgencyOf(urgent);
        return _jobs
            .Where(job => !job.Rendering && job.Sink.Ready && (job == urgent || UrgencyOf(job) <= most))
            .OrderBy(UrgencyOf)
            .Select(job => job.Joining)
            .FirstOrDefault(piece => piece is not null && _batch.HasRoom(piece));
    }

    /// <summary>Reads a piece's prompt; false if its job had to end.</summary>
    private bool Join(JobPiece piece)
    {
        try
        {
            SynthesisRequest request = piece.Job.Plan.Request;
            int[] spoken = piece.Plan.ContinuesLast ? piece.Job.Pieces[piece.Index - 1].Decoded!.Sounds : piece.Plan.SpokenTokens;
            PlannedPiece plan = piece.Plan;
            if (plan.ContinuesLast && !_planner.CanContinue(request, plan, spoken.Length))
                (plan, spoken) = (plan with { Prompt = plan.Tokens }, []);
            TokenLimits tokens = _planner.Limits(request, plan, spoken.Length);
            _batch.Join(piece, new T3Sequence(model.T3, SpeechPlanner.Prompt(request, plan, spoken), request.Sampling, tokens, piece.Random.TokenDraw));
            return true;
        }
        catch (SynthesisException unfit)
        {
            End(piece.Job, unfit);
            return false;
        }
    }

    /// <summary>Takes the pieces out of the batch that T3 is done with.</summary>
    private void Settle()
    {
        foreach (JobPiece piece in _batch.Leave(piece => piece.Sequence!.Finished || piece.Loop > 0))
        {
            // A piece before it may have ended the job, whose sequences are gone then.
            if (piece.Job.Ended)
                continue;
            T3Sequence sequence = piece.Sequence!;
            if (sequence.Failure is { } failure)
                End(piece.Job, failure);
            else if (Runaway(piece) && piece.MayRetry)
                Retry(piece);
            else
                Finish(piece, sequence);
        }
    }

    /// <summary>Whether T3 was caught in a loop, or ran to the limit for the text. A limit that the request set is no runaway.</summary>
    private static bool Runaway(JobPiece piece)
    {
        SynthesisRequest request = piece.Job.Plan.Request;
        return piece.Loop > 0
            || (request.Guarded && !piece.Sequence!.Stopped && double.IsFinite(request.Lengths.MaxRatio)
                && piece.Sequence.MaxTokens >= request.Lengths.Limits(piece.Plan.NewTokens).Max && request.MaxTokens is null);
    }

    private void Retry(JobPiece piece)
    {
        Counters.Retries++;
        piece.Retry();
    }

    private void Finish(JobPiece piece, T3Sequence sequence)
    {
        int[] tokens = [.. sequence.Tokens.Take(sequence.Tokens.Count - piece.Loop)];
        int[] sounds = SpeechTokenFilter.Sounds(tokens, model.Family);
        PieceRepairs repairs = (piece.IsRetry ? PieceRepairs.Retried : 0) | (piece.Loop > 0 ? PieceRepairs.LoopCut : 0)
            | (piece.Loop == 0 && !sequence.Stopped && piece.Job.Plan.Request.MaxTokens is null ? PieceRepairs.LimitReached : 0);
        piece.Release();
        if (sounds.Length == 0)
            End(piece.Job, new NoSpeechException("T3 ended without a sound. Try another seed or other words."));
        else
            piece.Decoded = new DecodedPiece(sounds, sequence.Stopped, repairs);
    }

    private static void Report(SpeechJob job, double seconds)
    {
        if (job.Ended)
            return;
        job.LastServed = Stopwatch.GetTimestamp();
        job.AddTime(SynthesisPhase.Decoding, seconds);
        double share = job.Pieces.Sum(piece => piece.Decoded is not null ? 1 : piece.Sequence?.Share ?? 0) / job.Pieces.Length;
        job.Sink.Progress(new SynthesisProgress(SynthesisPhase.Decoding, 0, job.Pieces.Length, share, job.Pieces.Sum(piece => piece.Tokens)));
    }

    private void Render(SpeechJob job)
    {
        JobPiece piece = job.Next;
        (job.Rendering, job.RenderLeft) = (true, 1);
        _renders++;
        job.RenderClock.Restart();
        try
        {
            SynthesisRequest request = job.Plan.Request;
            DecodedPiece decoded = piece.Decoded!;
            float[] audio = _renderer.Render(
                request, decoded.Sounds, piece.Random, (phase, share) => Breathe(job, phase, share), job.Cancellation);
            job.Cancellation.ThrowIfCancellationRequested();
            bool cut = audio.Length < (decoded.Sounds.Length - 2) * AudioFormat.SamplesPerToken;
            if (request.Watermark)
            {
                audio = _renderer.Mark(audio);
                Lap(job, SynthesisPhase.Watermark);
            }

            PieceEdges.Fade(audio, first: piece.Index == 0, last: piece.Index == job.Pieces.Length - 1);
            job.Cancellation.ThrowIfCancellationRequested();
            PieceRepairs repairs = decoded.Repairs | (cut ? PieceRepairs.SilenceCut : 0);
            job.Speak(new SpokenPiece(piece.Plan.Text, piece.Plan.Tokens, decoded.Sounds, decoded.Stopped, repairs, audio.Length), audio);
            if (job.Ended)
                _jobs.Remove(job);
        }
        catch (Exception error) when (error is not InvalidOperationException)
        {
            End(job, error);
        }
        finally
        {
            _renders--;
            job.Rendering = false;
            job.LastServed = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Between two units of a rendering: tells how far it is and works for jobs that are more urgent.</summary>
    private void Breathe(SpeechJob job, SynthesisPhase phase, double share)
    {
        Lap(job, phase);
        Counters.RenderUnits++;
        job.RenderLeft = phase == SynthesisPhase.Flow ? 1 - 0.7 * share : 0.3 * (1 - share);
        job.LastServed = Stopwatch.GetTimestamp();
        job.Sink.Progress(new SynthesisProgress(phase, job.Next.Index, job.Pieces.Length, share, 0));
        betweenUnits?.Invoke();
        EndCancelled();
        bool interrupted = false;
        while (!job.Cancellation.IsCancellationRequested && MostUrgent() is { } other && Urgency.Interrupts(UrgencyOf(other), UrgencyOf(job))
            && (other.Step == JobStep.Decode || _renders < limits.MaxRenders))
        {
            interrupted = true;
            Serve(other);
            betweenUnits?.Invoke();
            EndCancelled();
        }

        Counters.Interruptions += interrupted ? 1 : 0;
        job.RenderClock.Restart();
    }

    private static void Lap(SpeechJob job, SynthesisPhase phase)
    {
        job.AddTime(phase, job.RenderClock.Elapsed.TotalSeconds);
        job.RenderClock.Restart();
    }
}
