using System.Diagnostics;
using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Pipeline;
using Chatterbox.Pipeline.Scheduling;

namespace Chatterbox.Server.Benchmark;

/// <summary>Measures requests that come at once, as the server's engine works on them: shared steps, and what a short one waits for.</summary>
/// <param name="model">The loaded model.</param>
/// <param name="voice">Who speaks.</param>
/// <param name="text">Token ids of a short sentence.</param>
/// <param name="settings">Tokens of a sentence, and the seed.</param>
internal sealed class RequestsBenchmark(ChatterboxModel model, Voice voice, int[] text, BenchmarkSettings settings)
{
    private const int LongPieces = 4;
    private const int Moments = 6;

    // More than any sentence of the benchmark needs, so that each ends at the set number of tokens and not before.
    private static readonly LengthRule Exact = new(1000, 1000, int.MaxValue);

    /// <summary>Short requests, all of which are there at the start.</summary>
    public RequestsResult Together(int requests, CancellationToken cancellation)
    {
        var scheduler = new SpeechScheduler(model, null, new SchedulerLimits());
        long start = Stopwatch.GetTimestamp();
        TimingSink[] sinks = [.. Enumerable.Range(0, requests).Select(i => Add(scheduler, 1, i, cancellation))];
        while (scheduler.Work())
        {
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] first = [.. sinks.Select(sink => sink.FirstSeconds).Order()];
        SchedulerCounters counters = scheduler.Counters;
        long tokens = counters.Tokens - counters.Prefills;
        double audio = sinks.Sum(sink => sink.Samples) / (double)AudioFormat.SampleRate;
        return new RequestsResult(requests, tokens / counters.StepSeconds, (double)tokens / counters.Steps, audio / seconds, first);
    }

    /// <summary>A short request at several moments of a long one's work, beside the seconds that it took <paramref name="alone"/>.</summary>
    public FairnessResult Fairness(double alone, CancellationToken cancellation)
    {
        long units = Behind(long.MaxValue, out _, cancellation);
        List<double> behind = [];
        for (int moment = 0; moment < Moments; moment++)
        {
            Behind(units * moment / Moments, out double? first, cancellation);
            behind.Add(first!.Value);
        }

        return new FairnessResult(LongPieces, alone, behind);
    }

    /// <summary>Speaks a long text, with a short request after so many of its units of work; how many units there were.</summary>
    private long Behind(long moment, out double? first, CancellationToken cancellation)
    {
        long units = 0;
        TimingSink? brief = null;
        SpeechScheduler scheduler = null!;
        void Unit()
        {
            if (units++ == moment)
                brief = Add(scheduler, 1, 1, cancellation);
        }

        scheduler = new SpeechScheduler(model, null, new SchedulerLimits(), Unit);
        Add(scheduler, LongPieces, 0, cancellation);
        do
            Unit();
        while (brief is not { Ended: true } && scheduler.Work());
        scheduler.EndAll(new OperationCanceledException("The rest is not measured."));
        first = brief?.FirstSeconds;
        return units;
    }

    private TimingSink Add(SpeechScheduler scheduler, int pieces, int index, CancellationToken cancellation)
    {
        var request = new SynthesisRequest
        {
            Text = "",
            Voice = voice,
            Sampling = SamplingSettings.For(model.Family),
            Lengths = Exact,
            MaxTokens = settings.Tokens,
            Seed = settings.Seed + (ulong)index,
            Guarded = false,
            Watermark = false,
        };
        var piece = new PlannedPiece("", text, text, text.Length, [], false, 0);
        var sink = new TimingSink();
        scheduler.Add(new SpeechJob(new SpeechPlan(settings.Rendering.Apply(request), [.. Enumerable.Repeat(piece, pieces)], 0), sink, streaming: true, cancellation));
        return sink;
    }
}
