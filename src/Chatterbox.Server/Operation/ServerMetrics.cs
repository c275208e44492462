using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Chatterbox.Pipeline;
using Chatterbox.Pipeline.Scheduling;
using Chatterbox.Server.Engine;
using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Http.Speech;

namespace Chatterbox.Server.Operation;

/// <summary>What the server has done, in Prometheus' text form. May be shared by threads.</summary>
internal sealed class ServerMetrics(SpeechEngine engine)
{
    private static readonly double[] Seconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

    private readonly ConcurrentDictionary<int, long> _answers = new();
    private readonly ConcurrentDictionary<string, long> _errors = new();
    private readonly ConcurrentDictionary<StopReason, long> _stopped = new();
    private readonly Histogram _queue = new("chatterbox_queue_seconds", "From a request to the first work for it.", Seconds);
    private readonly Histogram _first = new("chatterbox_first_audio_seconds", "From a request to its first audio.", Seconds);
    private readonly Histogram _whole = new("chatterbox_request_seconds", "From a request for speech to the end of its answer.", Seconds);
    private readonly Histogram _factor = new("chatterbox_real_time_factor", "Seconds of work for a second of audio.", [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 5, 10]);
    private double _audioSeconds;
    private long _tokens;

    /// <summary>Counts an answer.</summary>
    public void Answered(HttpContext context, SpeechTicket? ticket, ApiException? error, TimeSpan time)
    {
        _answers.AddOrUpdate(context.Response.StatusCode, 1, (_, count) => count + 1);
        if (error is not null)
            _errors.AddOrUpdate(error.Code, 1, (_, count) => count + 1);
        if (ticket is null)
            return;
        _whole.Observe(time.TotalSeconds);
        if (ticket.Stream.QueueTime is { } queue)
            _queue.Observe(queue.TotalSeconds);
        if (ticket.Stream.FirstAudioTime is { } first)
            _first.Observe(first.TotalSeconds);
        if (ticket.Stream.Report.IsCompletedSuccessfully)
            Count(ticket.Stream.Report.Result);
        else
            _stopped.AddOrUpdate(ticket.Stream.Reason, 1, (_, count) => count + 1);
    }

    /// <summary>Everything, as Prometheus reads it.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        Family(text, "chatterbox_requests_total", "Answers by status.", "counter", _answers.Select(pair => ($"{{status=\"{pair.Key}\"}}", (double)pair.Value)));
        Family(text, "chatterbox_errors_total", "Errors by code.", "counter", _errors.Select(pair => ($"{{code=\"{pair.Key}\"}}", (double)pair.Value)));
        Family(text, "chatterbox_unfinished_total", "Requests for speech that ended before their audio, by reason.", "counter",
            _stopped.Select(pair => ($"{{reason=\"{pair.Key}\"}}", (double)pair.Value)));
        Single(text, "chatterbox_ready", "Whether requests are taken.", "gauge", engine.State.TakesRequests ? 1 : 0);
        Single(text, "chatterbox_queue_depth", "Requests that wait or are worked on.", "gauge", engine.Requests);
        Single(text, "chatterbox_queue_estimate_seconds", "How long those will probably take.", "gauge", engine.Wait.TotalSeconds);
        Single(text, "chatterbox_audio_seconds_total", "Audio made.", "counter", Volatile.Read(ref _audioSeconds));
        Single(text, "chatterbox_speech_tokens_total", "Speech tokens of finished requests.", "counter", Interlocked.Read(ref _tokens));
        Single(text, "chatterbox_engine_memory_bytes", "Weights, activations and tables.", "gauge", engine.MemoryBytes);
        Single(text, "process_resident_memory_bytes", "Memory of the process.", "gauge", Environment.WorkingSet);
        if (engine.Counters is { } counters)
            Write(text, counters);
        foreach (Histogram histogram in (ReadOnlySpan<Histogram>)[_queue, _first, _whole, _factor])
            histogram.Write(text);
        return text.ToString();
    }

    private static void Write(StringBuilder text, SchedulerCounters counters)
    {
        Single(text, "chatterbox_decoding_steps_total", "Decoding steps since the model was loaded.", "counter", counters.Steps);
        Single(text, "chatterbox_decoding_tokens_total", "Speech tokens decided on since the model was loaded.", "counter", counters.Tokens);
        Single(text, "chatterbox_prefills_total", "Prompts read, each of which gives a token, since the model was loaded.", "counter", counters.Prefills);
        Single(text, "chatterbox_prefill_seconds_total", "Seconds in reading prompts.", "counter", counters.PrefillSeconds);
        Single(text, "chatterbox_decoding_seconds_total", "Seconds in decoding steps.", "counter", counters.StepSeconds);
        Single(text, "chatterbox_batch_rows", "Rows of the newest decoding step.", "gauge", counters.Rows);
        Single(text, "chatterbox_render_units_total", "Encoder layers, estimator blocks and vocoder windows.", "counter", counters.RenderUnits);
        Single(text, "chatterbox_interruptions_total", "Renderings interrupted for a more urgent request.", "counter", counters.Interruptions);
        Single(text, "chatterbox_cancellations_total", "Requests given up while they were worked on.", "counter", counters.Cancellations);
        Single(text, "chatterbox_retries_total", "Pieces decoded a second time.", "counter", counters.Retries);
    }

    private void Count(SpeechReport report)
    {
        double seconds = (double)report.Samples / AudioFormat.SampleRate;
        Interlocked.Add(ref _tokens, report.Tokens);
        _factor.Observe(report.Times.Values.Sum() / seconds);
        lock (_factor)
            _audioSeconds += seconds;
    }

    private static void Single(StringBuilder text, string name, string help, string type, double value) => Family(text, name, help, type, [("", value)]);

    private static void Family(StringBuilder text, string name, string help, string type, IEnumerable<(string Labels, double Value)> values)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        foreach ((string labels, double value) in values)
            text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value}\n");
    }
}
