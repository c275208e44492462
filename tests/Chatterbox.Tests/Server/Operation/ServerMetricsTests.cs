using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Chatterbox.Pipeline;
using Chatterbox.Tests.Server.Http;

namespace Chatterbox.Tests.Server.Operation;

[Collection(ServerTests.Name)]
public sealed partial class ServerMetricsTests : IAsyncLifetime
{
    private const int Tokens = 8;

    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task After_a_request_they_tell_how_it_went()
    {
        using HttpResponseMessage answer = await _server.PostAsync("/tts", new { text = "Hello there.", seed = 1, max_tokens = Tokens });
        Dictionary<string, double> metrics = await UntilAsync(metrics => metrics["chatterbox_request_seconds_count"] == 1);
        Assert.Equal((1, 0, 0), (metrics["chatterbox_ready"], metrics["chatterbox_queue_depth"], metrics["chatterbox_queue_estimate_seconds"]));
        foreach (string name in (string[])["queue_seconds", "first_audio_seconds", "request_seconds", "real_time_factor"])
            Assert.Equal((name, 1), (name, metrics[$"chatterbox_{name}_count"]));
        Assert.InRange(metrics["chatterbox_queue_seconds_sum"], 0, metrics["chatterbox_first_audio_seconds_sum"]);
        Assert.InRange(metrics["chatterbox_first_audio_seconds_sum"], 1e-6, metrics["chatterbox_request_seconds_sum"]);
        Assert.Equal(answer.Number("X-Real-Time-Factor"), metrics["chatterbox_real_time_factor_sum"], 0.001);

        double audio = metrics["chatterbox_audio_seconds_total"], tokens = metrics["chatterbox_speech_tokens_total"];
        Assert.Equal(answer.Number("X-Audio-Duration"), audio, 0.001);
        Assert.InRange(tokens, 1, Tokens);
        Assert.InRange(audio, 1.0 / AudioFormat.SampleRate, tokens * AudioFormat.SamplesPerToken / AudioFormat.SampleRate);
        Assert.InRange(metrics["chatterbox_decoding_tokens_total"], tokens, 3 * Tokens);
        Assert.Equal(metrics["chatterbox_decoding_tokens_total"], metrics["chatterbox_decoding_steps_total"] + metrics["chatterbox_prefills_total"]);
        foreach (string name in (string[])["prefill_seconds_total", "decoding_seconds_total"])
            Assert.InRange(metrics[$"chatterbox_{name}"], 1e-9, metrics["chatterbox_request_seconds_sum"]);
        Assert.Equal(2, metrics["chatterbox_batch_rows"]);
        Assert.True(metrics["chatterbox_render_units_total"] > 0);
        Assert.InRange(metrics["chatterbox_engine_memory_bytes"], 1 << 20, metrics["process_resident_memory_bytes"]);
    }

    [Fact]
    public async Task They_count_what_went_wrong_by_its_kind()
    {
        using HttpResponseMessage unknown = await _server.PostAsync("/tts", new { text = "Hello.", voice = "nobody" });
        using HttpResponseMessage empty = await _server.PostAsync("/v1/audio/speech", new { input = "" });
        using HttpResponseMessage again = await _server.PostAsync("/v1/audio/speech", new { input = " " });
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (unknown.StatusCode, empty.StatusCode));
        Dictionary<string, double> metrics = await UntilAsync(metrics => metrics.GetValueOrDefault("chatterbox_requests_total{status=\"400\"}") == 2);
        Assert.Equal(
            (1, 1, 2),
            (metrics["chatterbox_requests_total{status=\"404\"}"], metrics["chatterbox_errors_total{code=\"voice_not_found\"}"], metrics["chatterbox_errors_total{code=\"missing_field\"}"]));
        Assert.Equal(0, metrics["chatterbox_request_seconds_count"]);
    }

    [Fact]
    public async Task They_show_a_request_at_hand_and_that_it_was_given_up()
    {
        using var leave = new CancellationTokenSource();
        string text = string.Join(' ', Enumerable.Repeat("One two three four five six seven.", 200));
        Task<HttpResponseMessage> speech = _server.PostAsync("/tts", new { text }, leave.Token);
        Dictionary<string, double> busy = await UntilAsync(metrics => metrics["chatterbox_decoding_steps_total"] > 0);
        Assert.Equal(1, busy["chatterbox_queue_depth"]);
        Assert.True(busy["chatterbox_queue_estimate_seconds"] > 0);
        Assert.True(busy["chatterbox_batch_rows"] > 2, "Several sentences are decoded at once.");
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speech);
        Dictionary<string, double> after = await UntilAsync(metrics => metrics["chatterbox_queue_depth"] == 0 && metrics.ContainsKey("chatterbox_unfinished_total{reason=\"ClientGone\"}"));
        Assert.Equal((1, 1), (after["chatterbox_cancellations_total"], after["chatterbox_unfinished_total{reason=\"ClientGone\"}"]));
        Assert.Equal((1, 0), (after["chatterbox_request_seconds_count"], after["chatterbox_real_time_factor_count"]));
    }

    [Fact]
    public async Task Those_that_the_documentation_names_are_there_and_each_has_its_help_and_type()
    {
        string text = await _server.Client.GetStringAsync("/metrics");
        string[] families = [.. Family().Matches(text).Select(family => family.Groups[1].Value)];
        string operating = await File.ReadAllTextAsync(Repo.Path("docs", "operating.md"));
        string[] documented = [.. Documented().Matches(operating).Select(name => name.Groups[1].Value).Select(name => name.StartsWith('_') ? $"chatterbox{name}" : name)];
        Assert.True(documented.Length > 12, string.Join(", ", documented));
        Assert.All(documented, name => Assert.Contains(name, families));
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
            Assert.Contains(families, family => line.StartsWith(family, StringComparison.Ordinal));
    }

    /// <summary>The metrics once they are so; an answer is counted a moment after it was sent.</summary>
    private async Task<Dictionary<string, double>> UntilAsync(Predicate<Dictionary<string, double>> condition)
    {
        Dictionary<string, double> metrics = [];
        await Poll.UntilAsync(async () => condition(metrics = await ReadAsync()));
        return metrics;
    }

    private async Task<Dictionary<string, double>> ReadAsync() =>
        (await _server.Client.GetStringAsync("/metrics")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')
            .ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^# HELP (\w+) \S.*\n# TYPE \1 (?:counter|gauge|histogram)$", RegexOptions.Multiline)]
    private static partial Regex Family();

    [GeneratedRegex(@"`((?:chatterbox|process)?_\w+)(?:\{\w+\})?`")]
    private static partial Regex Documented();
}
