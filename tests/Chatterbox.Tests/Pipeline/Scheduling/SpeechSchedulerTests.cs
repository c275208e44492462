using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Pipeline;
using Chatterbox.Pipeline.Scheduling;
using Chatterbox.Tensors;
using Chatterbox.Tests.Models.T3;

namespace Chatterbox.Tests.Pipeline.Scheduling;

public sealed class SpeechSchedulerTests : IClassFixture<SpeechSchedulerTests.Fixture>
{
    private const string LongText = "One two three four five six seven. ";

    private readonly TinySynthesis _tiny;

    public SpeechSchedulerTests(Fixture fixture) => _tiny = fixture.Tiny;

    private SynthesisRequest Request => _tiny.Request with { MaxTokens = 12 };

    [Fact]
    public void Every_request_gets_the_bits_it_gets_alone()
    {
        SynthesisRequest[] requests =
        [
            Request,
            Request with { Text = Long(30), Seed = 2, MaxTokens = 7 },
            Request with { Seed = 3, Sampling = Request.Sampling with { CfgWeight = 0, Temperature = 1.2 } },
            Request with { Text = Long(20), Seed = 4, Exaggeration = 0.9f, Continuity = true },
            Request with { Seed = 5, MaxTokens = 30, SolverSteps = 1 },
        ];
        float[][] alone = [.. requests.Select(request => _tiny.Synthesizer.Speak(request).Audio)];

        List<RecordingSink> sinks = [];
        var waiting = new Queue<SynthesisRequest>(requests);
        SpeechScheduler? scheduler = null;
        int calls = 0;
        scheduler = _tiny.Scheduler(new SchedulerLimits { MaxRows = 5 }, () =>
        {
            if (++calls % 3 == 0 && waiting.TryDequeue(out SynthesisRequest? request))
                sinks.Add(Start(scheduler!, request, streaming: waiting.Count % 2 == 0));
        });
        sinks.Add(Start(scheduler, waiting.Dequeue(), streaming: true));
        sinks.Add(Start(scheduler, waiting.Dequeue(), streaming: true));
        Finish(scheduler);

        Assert.Equal(requests.Length, sinks.Count);
        for (int i = 0; i < sinks.Count; i++)
        {
            Assert.Null(sinks[i].Failure);
            Assert.Equal(1, sinks[i].Ends);
            T3DecoderTests.AssertBits(alone[i], sinks[i].Audio);
        }
    }

    [Fact]
    public void Requests_share_decoding_steps()
    {
        SpeechScheduler scheduler = _tiny.Scheduler(new SchedulerLimits());
        for (ulong seed = 0; seed < 8; seed++)
            Start(scheduler, Request with { Seed = seed, MaxTokens = 20 }, streaming: true);
        Finish(scheduler);
        Assert.Equal(8, scheduler.Counters.Prefills);
        Assert.InRange(scheduler.Counters.Steps, 19, 25);
        Assert.InRange(scheduler.Counters.Tokens, 8 * 15, 8 * 20);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Rows_are_bounded(int most)
    {
        SpeechScheduler scheduler = _tiny.Scheduler(new SchedulerLimits { MaxRows = most });
        RecordingSink sink = Start(scheduler, Request with { Text = Long(60) }, streaming: false);
        int rows = 0;
        while (scheduler.Work())
            rows = Math.Max(rows, scheduler.Counters.Rows);
        Assert.Null(sink.Failure);
        Assert.InRange(rows, most - 1, most);
    }

    [Fact]
    public void Cache_memory_is_bounded()
    {
        var narrow = new SchedulerLimits { MaxCacheBytes = 1 };
        SpeechScheduler scheduler = _tiny.Scheduler(narrow);
        RecordingSink sink = Start(scheduler, Request with { Text = Long(30) }, streaming: false);
        while (scheduler.Work())
            Assert.InRange(scheduler.Counters.Rows, 0, 2);
        Assert.True(sink.Pieces.Count > 1);
        Assert.Null(sink.Failure);
    }

    /// <summary>Counts work, not time: the short request's first audio comes after its own work and at most one unit of the long one's.</summary>
    [Fact]
    public void A_short_request_goes_before_a_long_one()
    {
        long units = 0, shortDone = 0;
        SpeechScheduler? scheduler = null;
        RecordingSink? quick = null;
        var slow = new RecordingSink
        {
            OnProgress = progress =>
            {
                if (progress.Phase == SynthesisPhase.Flow && quick is null)
                {
                    units = scheduler!.Counters.RenderUnits;
                    quick = new RecordingSink { OnSpoken = () => shortDone = scheduler.Counters.RenderUnits };
                    Start(scheduler, Request with { MaxTokens = 3 }, streaming: true, quick);
                }
            },
        };
        scheduler = _tiny.Scheduler(new SchedulerLimits());
        Start(scheduler, Request with { Text = Long(60), MaxTokens = 200 }, streaming: true, slow);
        while (slow.Pieces.Count == 0 && scheduler.Work())
        {
        }

        Assert.NotEmpty(quick!.Pieces);
        var alone = _tiny.Scheduler(new SchedulerLimits());
        Start(alone, Request with { MaxTokens = 3 }, streaming: true);
        Finish(alone);
        Assert.Equal(alone.Counters.RenderUnits, shortDone - units);
        Assert.True(scheduler.Counters.Interruptions > 0);
        scheduler.EndAll(new OperationCanceledException());
    }

    [Fact]
    public void A_long_request_is_not_starved_by_short_ones()
    {
        SpeechScheduler? scheduler = null;
        int started = 0;
        var slow = new RecordingSink();
        scheduler = _tiny.Scheduler(new SchedulerLimits(), () =>
        {
            if (scheduler!.Jobs < 3)
                Start(scheduler, Request with { MaxTokens = 3, Seed = (ulong)++started }, streaming: true);
        });
        Start(scheduler, Request with { MaxTokens = 60 }, streaming: true, slow);
        var limit = System.Diagnostics.Stopwatch.StartNew();
        while (slow.Ends == 0 && limit.Elapsed < TimeSpan.FromMinutes(2))
        {
            scheduler.Work();
            if (scheduler.Jobs < 2)
                Start(scheduler, Request with { MaxTokens = 3, Seed = (ulong)++started }, streaming: true);
        }

        Assert.NotNull(slow.Report);
        scheduler.EndAll(new OperationCanceledException());
    }

    [Theory]
    [InlineData(SynthesisPhase.Decoding)]
    [InlineData(SynthesisPhase.Flow)]
    [InlineData(SynthesisPhase.Vocoder)]
    public void Nothing_is_done_for_a_request_that_nobody_waits_for(SynthesisPhase phase)
    {
        using var gone = new CancellationTokenSource();
        SpeechScheduler? scheduler = null;
        (long Steps, long Units) before = default;
        var sink = new RecordingSink
        {
            OnProgress = progress =>
            {
                if (progress.Phase != phase || gone.IsCancellationRequested)
                    return;
                gone.Cancel();
                before = (scheduler!.Counters.Steps, scheduler.Counters.RenderUnits);
            },
        };
        scheduler = _tiny.Scheduler(new SchedulerLimits());
        Start(scheduler, Request with { Text = Long(40), MaxTokens = 40 }, streaming: true, sink, gone.Token);
        Finish(scheduler);
        Assert.IsAssignableFrom<OperationCanceledException>(sink.Failure);
        Assert.Equal(before, (scheduler.Counters.Steps, scheduler.Counters.RenderUnits));
        Assert.Equal((0, 1L), (scheduler.Jobs, scheduler.Counters.Cancellations));
    }

    [Fact]
    public void A_request_whose_audio_is_not_wanted_yet_rests_while_others_go_on()
    {
        SpeechScheduler scheduler = _tiny.Scheduler(new SchedulerLimits());
        var resting = new RecordingSink { Ready = false };
        Start(scheduler, Request, streaming: true, resting);
        RecordingSink other = Start(scheduler, Request, streaming: true);
        Finish(scheduler);
        Assert.NotNull(other.Report);
        Assert.Equal(0, resting.Ends);
        resting.Ready = true;
        Finish(scheduler);
        T3DecoderTests.AssertBits(other.Audio, resting.Audio);
    }

    [Fact]
    public void A_voice_that_breaks_the_numbers_fails_its_own_request_alone()
    {
        float[] expected = _tiny.Synthesizer.Speak(Request).Audio;
        float[] speaker = [.. Request.Voice.SpeakerEmbedding.Select(_ => float.NaN)];
        SpeechScheduler scheduler = _tiny.Scheduler(new SchedulerLimits());
        RecordingSink broken = Start(scheduler, Request with { Voice = Request.Voice with { SpeakerEmbedding = speaker } }, streaming: true);
        RecordingSink sound = Start(scheduler, Request, streaming: true);
        Finish(scheduler);
        Assert.IsType<CheckpointException>(broken.Failure);
        T3DecoderTests.AssertBits(expected, sound.Audio);
    }

    [Fact]
    public void Pieces_that_fail_in_one_step_fail_their_request_once()
    {
        using var folder = new TinyModelFolder("turbo-tiny");
        folder.RewriteT3((name, values) =>
        {
            if (name == "speech_head.bias")
                values[SpeechToken.Start] = 1e4f;
        });
        using var turbo = new TinySynthesis(folder.Path);
        SpeechScheduler scheduler = turbo.Scheduler(new SchedulerLimits());
        var sink = new RecordingSink();
        SpeechPlan plan = turbo.Planner.Plan(turbo.Request with { Text = Long(20), MaxTokens = 3 });
        Assert.True(plan.Pieces.Count > 1);
        scheduler.Add(new SpeechJob(plan, sink, streaming: false, default));
        Finish(scheduler);
        Assert.IsType<NoSpeechException>(sink.Failure);
        Assert.Equal((1, 0), (sink.Ends, scheduler.Jobs));
    }

    [Fact]
    public void In_a_stream_only_the_first_piece_is_tried_again_whatever_runs_beside_it()
    {
        using TinyModelFolder folder = Looping();
        using var turbo = new TinySynthesis(folder.Path);
        SynthesisRequest looping = turbo.Request with { Text = Long(20), MaxTokens = 60, Lengths = LengthRule.Off(ModelFamily.Turbo) };
        SpeechPlan plan = turbo.Planner.Plan(looping);
        Assert.Equal(3, plan.Pieces.Count);
        for (int beside = 0; beside < 4; beside++)
        {
            SpeechScheduler scheduler = turbo.Scheduler(new SchedulerLimits());
            var sink = new RecordingSink();
            scheduler.Add(new SpeechJob(plan, sink, streaming: true, default));
            for (int i = 0; i < beside; i++)
                scheduler.Add(new SpeechJob(plan, new RecordingSink(), streaming: true, default));
            Finish(scheduler);
            Assert.Equal([PieceRepairs.Retried, PieceRepairs.None, PieceRepairs.None], sink.Pieces.Select(piece => piece.Repairs & PieceRepairs.Retried));
            Assert.Equal(1 + beside, scheduler.Counters.Retries);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pieces_meet_at_zero_with_a_watermark_and_without(bool watermark)
    {
        SpeechScheduler scheduler = _tiny.MarkingScheduler();
        var sink = new RecordingSink();
        SynthesisRequest request = Request with { Text = Long(30), Watermark = watermark };
        Start(scheduler, request, streaming: false, sink);
        Finish(scheduler);
        Assert.True(sink.Pieces.Count > 2);
        int at = 0;
        for (int i = 0; i < sink.Pieces.Count - 1; i++)
        {
            int pause = _tiny.Planner.Plan(request).Pieces[i + 1].PauseBefore;
            at += sink.Pieces[i].Samples;
            Assert.All(sink.Audio[(at - 1)..(at + pause + 1)], sample => Assert.Equal(0, sample));

            // Up to there and from there it rises no faster than a ramp of 5 ms.
            for (int j = 1; j < 120; j++)
                Assert.InRange(Math.Max(Math.Abs(sink.Audio[at - 1 - j]), Math.Abs(sink.Audio[at + pause + j])), 0, j / 120f);
            at += pause;
        }
    }

    [Fact]
    public void A_step_that_jobs_share_is_shared_out_among_their_times()
    {
        SpeechScheduler scheduler = _tiny.Scheduler(new SchedulerLimits());
        RecordingSink[] sinks = [.. Enumerable.Range(0, 6).Select(i => Start(scheduler, Request with { Seed = (ulong)i, MaxTokens = 40 }, streaming: false))];
        Finish(scheduler);
        double spent = sinks.Sum(sink => sink.Report!.Times[SynthesisPhase.Decoding]);
        Assert.Equal(scheduler.Counters.PrefillSeconds + scheduler.Counters.StepSeconds, spent, 1e-9);
    }

    [Fact]
    public void A_loop_is_tried_again_once_and_then_cut()
    {
        using TinyModelFolder folder = Looping();
        using var turbo = new TinySynthesis(folder.Path);
        SynthesisRequest looping = turbo.Request with { MaxTokens = 60, Lengths = LengthRule.Off(ModelFamily.Turbo) };
        SpeechScheduler scheduler = turbo.Scheduler(new SchedulerLimits());
        var cut = new RecordingSink();
        scheduler.Add(new SpeechJob(turbo.Planner.Plan(looping), cut, streaming: false, default));
        Finish(scheduler);
        SpokenPiece piece = Assert.Single(cut.Pieces);
        Assert.Equal(PieceRepairs.Retried | PieceRepairs.LoopCut, piece.Repairs & ~PieceRepairs.SilenceCut);
        Assert.Equal([77], piece.SpeechTokens);
        Assert.Equal(1, scheduler.Counters.Retries);

        var free = new RecordingSink();
        scheduler.Add(new SpeechJob(turbo.Planner.Plan(looping with { Guarded = false }), free, streaming: false, default));
        Finish(scheduler);
        Assert.Equal((PieceRepairs.None, 60), (Assert.Single(free.Pieces).Repairs, free.Pieces[0].SpeechTokens.Length));
        Assert.Equal(1, scheduler.Counters.Retries);
    }

    [Fact]
    public void With_continuity_each_piece_reads_the_one_before_it()
    {
        SynthesisRequest request = Request with { Text = Long(20) };
        SynthesisResult separate = _tiny.Synthesizer.Speak(request), continued = _tiny.Synthesizer.Speak(request with { Continuity = true });
        Assert.Equal(separate.Report.Pieces[0].SpeechTokens, continued.Report.Pieces[0].SpeechTokens);
        Assert.NotEqual(separate.Report.Pieces[1].SpeechTokens, continued.Report.Pieces[1].SpeechTokens);

        // The second piece by hand: the first one's text and speech as context, and the second piece's random numbers.
        SpokenPiece first = continued.Report.Pieces[0];
        SynthesisResult second = _tiny.Synthesizer.Speak(request with
        {
            Text = continued.Report.Pieces[1].Text, Seed = unchecked(request.Seed + 0x9E3779B97F4A7C15),
            Context = new SpokenContext(first.Text, first.SpeechTokens),
        });
        Assert.Equal(second.Report.Pieces[0].SpeechTokens, continued.Report.Pieces[1].SpeechTokens);
    }

    /// <summary>A checkpoint that says one token again and again.</summary>
    private static TinyModelFolder Looping()
    {
        var folder = new TinyModelFolder("turbo-tiny");
        folder.RewriteT3((name, values) =>
        {
            if (name == "speech_head.bias")
                values[77] = 1e4f;
        });
        return folder;
    }

    private static string Long(int sentences) => string.Concat(Enumerable.Repeat(LongText, sentences));

    private RecordingSink Start(
        SpeechScheduler scheduler, SynthesisRequest request, bool streaming, RecordingSink? sink = null, CancellationToken cancellation = default)
    {
        sink ??= new RecordingSink();
        scheduler.Add(new SpeechJob(_tiny.Planner.Plan(request), sink, streaming, cancellation));
        return sink;
    }

    private static void Finish(SpeechScheduler scheduler)
    {
        while (scheduler.Work())
        {
        }
    }

    /// <summary>A loaded model, shared since no test changes it.</summary>
    public sealed class Fixture : IDisposable
    {
        private readonly TinyModelFolder _folder = new("original-tiny");

        public Fixture() => Tiny = new TinySynthesis(_folder.Path);

        internal TinySynthesis Tiny { get; }

        public void Dispose()
        {
            Tiny.Dispose();
            _folder.Dispose();
        }
    }
}
