using System.Globalization;
using Chatterbox.Server.Download;

namespace Chatterbox.Tests.Server.Download;

public sealed class FileDownloadTests : IDisposable
{
    private const int Half = 50_000;

    private readonly TestDownload _download = new();

    private static byte[] Content => TestDownload.Content;

    private static string Hash => TestDownload.Sha256(Content);

    public void Dispose() => _download.Dispose();

    [Fact]
    public async Task A_file_is_fetched_from_its_revision()
    {
        await using HubServer server = new(Good);
        await _download.FetchRightAsync(server);
        HubRequest request = Assert.Single(server.Requests);
        Assert.Equal("/owner/name/resolve/c0ffee/model.bin", request.Target);
        Assert.Equal(("identity", null, null, null), (request["Accept-Encoding"], request["Range"], request["If-Range"], request["Authorization"]));
    }

    [Fact]
    public async Task A_broken_connection_is_resumed_where_it_broke()
    {
        await using HubServer server = new(Cut(Half), request => Good(request) with { CutAfter = 20_000 }, Good);
        await _download.FetchRightAsync(server);
        Assert.Equal([null, "bytes=50000-", "bytes=70000-"], server.Ranges);
        Assert.Equal([null, "\"one\"", "\"one\""], server.Requests.Select(request => request["If-Range"]));
        Assert.Equal([1, 2], _download.Waits);
    }

    [Fact]
    public async Task A_broken_chunked_answer_is_resumed()
    {
        await using HubServer server = new(request => Good(request) with { IsChunked = true, CutAfter = Half }, Good);
        await _download.FetchRightAsync(server);
        Assert.Equal([null, "bytes=50000-"], server.Ranges);
    }

    [Fact]
    public async Task A_download_that_was_stopped_goes_on_in_the_next_run()
    {
        await using HubServer server = new(request => Cut(Half)(request) with { IsStalling = true }, Good);
        using (CancellationTokenSource stop = new())
        {
            _download.Observer.OnAdvance = done =>
            {
                if (done == Half)
                    stop.Cancel();
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _download.FetchAsync(server.Address, null, false, stop.Token, TestDownload.File));
        }
        Assert.Equal(["model.bin.part", "model.bin.part.etag"], _download.Names);
        Assert.Equal(Content[..Half], File.ReadAllBytes(_download.Path("model.bin.part")));

        using TestDownload next = new();
        next.Write("model.bin.part", File.ReadAllBytes(_download.Path("model.bin.part")));
        next.Write("model.bin.part.etag", File.ReadAllBytes(_download.Path("model.bin.part.etag")));
        await next.FetchRightAsync(server);
        Assert.Equal(2, server.Requests.Length);
        Assert.Equal(("bytes=50000-", "\"one\""), (server.Requests[1]["Range"], server.Requests[1]["If-Range"]));
    }

    [Fact]
    public async Task A_part_of_a_file_that_has_changed_is_fetched_anew()
    {
        _download.Write("model.bin.part", TestDownload.Bytes(2, Half));
        _download.Write("model.bin.part.etag", "\"old\""u8.ToArray());
        await using HubServer server = new(Good);
        await _download.FetchRightAsync(server);
        Assert.Equal("\"old\"", Assert.Single(server.Requests)["If-Range"]);
    }

    [Theory]
    [InlineData("W/\"weak\"")]
    [InlineData("no tag at all")]
    public async Task A_tag_that_is_not_exact_is_no_condition(string tag)
    {
        _download.Write("model.bin.part", Content[..Half]);
        _download.Write("model.bin.part.etag", System.Text.Encoding.ASCII.GetBytes(tag));
        await using HubServer server = new(Good);
        await _download.FetchRightAsync(server);
        Assert.Equal(("bytes=50000-", null), (server.Requests[0]["Range"], server.Requests[0]["If-Range"]));
    }

    [Fact]
    public async Task A_server_that_knows_no_ranges_sends_the_file_anew()
    {
        await using HubServer server = new(Cut(Half), _ => new HubReply { Body = Content });
        await _download.FetchRightAsync(server);
        Assert.Equal([null, "bytes=50000-"], server.Ranges);
    }

    [Theory]
    [InlineData("bytes 0-49999/100000", 50_000)] // from the start
    [InlineData("bytes 50001-99999/100000", 49_999)]
    [InlineData("bytes 50000-99999/100001", 50_000)] // of another file
    [InlineData("bytes 50000-99999/*", 50_000)]
    [InlineData("bytes 50000-99999/100000", 49_000)] // less than the range
    [InlineData("lines 50000-99999/100000", 50_000)]
    [InlineData(null, 50_000)]
    public async Task A_range_that_was_not_asked_for_is_not_taken(string? range, int bytes)
    {
        HubReply wrong = new() { Status = 206, Body = TestDownload.Bytes(3, bytes), Headers = range is null ? [] : [("Content-Range", range)] };
        await using HubServer server = new(Cut(Half), _ => wrong, Good);
        await _download.FetchRightAsync(server);
        Assert.Equal([null, "bytes=50000-", null], server.Ranges);
    }

    [Fact]
    public async Task A_range_of_a_file_with_another_tag_is_not_taken()
    {
        await using HubServer server = new(Cut(Half), _ => HubReply.File(new HubRequest("", new Dictionary<string, string> { ["Range"] = "bytes=50000-" }), Content, "\"two\""), Good);
        await _download.FetchRightAsync(server);
        Assert.Equal([null, "bytes=50000-", null], server.Ranges);
    }

    [Fact]
    public async Task A_part_of_an_answer_that_nobody_asked_for_is_not_taken()
    {
        await using HubServer server = new(_ => new HubReply { Status = 206, Body = Content[Half..], Headers = [("Content-Range", "bytes 50000-99999/100000")] }, Good);
        await _download.FetchRightAsync(server);
        Assert.Equal([null, null], server.Ranges);
    }

    [Fact]
    public async Task Wrong_bytes_are_fetched_once_more()
    {
        await using HubServer server = new(Wrong, Good);
        await _download.FetchRightAsync(server);
        string warning = Assert.Single(_download.Observer.Warnings);
        Assert.Contains($"SHA-256 expected {Hash}, got {TestDownload.Sha256(WrongContent)}", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_part_on_the_disk_is_found_out_in_the_end()
    {
        _download.Write("model.bin.part", TestDownload.Bytes(2, Half));
        await using HubServer server = new(Good);
        await _download.FetchRightAsync(server);
        Assert.Equal(["bytes=50000-", null], server.Ranges);
    }

    [Fact]
    public async Task A_whole_part_on_the_disk_needs_no_request()
    {
        _download.Write("model.bin.part", Content);
        await using HubServer server = new(Good);
        await _download.FetchRightAsync(server);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_part_that_is_longer_than_the_file_is_dropped()
    {
        _download.Write("model.bin.part", [.. Content, 0]);
        await using HubServer server = new(Good);
        await _download.FetchRightAsync(server);
        Assert.Equal([null], server.Ranges);
    }

    [Fact]
    public async Task Wrong_bytes_twice_fail_and_leave_nothing()
    {
        await using HubServer server = new(Wrong);
        await AssertFails(server, "model.bin", $"SHA-256 expected {Hash}, got {TestDownload.Sha256(WrongContent)}", "c0ffee");
        Assert.Equal(2, server.Requests.Length);
        Assert.Empty(_download.Names);
    }

    [Fact]
    public async Task More_bytes_than_the_file_has_are_not_taken()
    {
        await using HubServer server = new(_ => new HubReply { Body = [.. Content, 0], IsChunked = true });
        await AssertFails(server, "sends more for model.bin than the 100000 bytes");
        Assert.Empty(_download.Names);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task More_bytes_than_announced_are_not_taken()
    {
        await using HubServer server = new(request => new HubReply { Body = [.. Content, .. "HTTP/1.1 200 OK\r\n\r\n"u8], AnnouncedLength = Content.Length });
        await _download.FetchRightAsync(server);
    }

    [Theory]
    [InlineData(100_001)]
    [InlineData(5_000_000_000_000)]
    public async Task A_longer_file_than_expected_is_refused_before_it_is_fetched(long announced)
    {
        await using HubServer server = new(_ => new HubReply { Body = Content, AnnouncedLength = announced });
        await AssertFails(server, $"announces {announced} bytes for model.bin, which has 100000");
        Assert.Equal(0, _download.Observer.Done);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Fewer_bytes_than_the_file_has_are_completed()
    {
        await using HubServer server = new(_ => new HubReply { Body = Content[..Half], Headers = [("ETag", "\"one\"")] }, Good);
        await _download.FetchRightAsync(server);
        Assert.Equal([null, "bytes=50000-"], server.Ranges);
    }

    [Fact]
    public async Task A_shorter_file_than_expected_is_given_up()
    {
        await using HubServer server = new(request => HubReply.File(request, Content[..Half]));
        await AssertFails(server, "model.bin: given up after 4 attempts");
        Assert.Equal([null, "bytes=50000-", null, "bytes=50000-"], server.Ranges);
        Assert.Contains(_download.Observer.Warnings, warning => warning.Contains("ended after 50000 of 100000 bytes", StringComparison.Ordinal));
        Assert.Contains(_download.Observer.Warnings, warning => warning.Contains("a file of 50000 bytes that ends before", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_left_and_asked_again()
    {
        _download.Settings = _download.Settings with { StallLimit = TimeSpan.FromMilliseconds(400) };
        await using HubServer server = new(request => Cut(Half)(request) with { IsStalling = true }, Good);
        await _download.FetchRightAsync(server);
        Assert.Equal([null, "bytes=50000-"], server.Ranges);
        Assert.Contains("nothing came for 0.4 s", Assert.Single(_download.Observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_of_the_server_are_tried_again_with_growing_waits()
    {
        await using HubServer server = new(Fails(500), Fails(503), Good);
        await _download.FetchRightAsync(server);
        Assert.Equal([1, 2], _download.Waits);
    }

    [Fact]
    public async Task Attempts_are_bounded()
    {
        await using HubServer server = new(Fails(500));
        await AssertFails(server, "model.bin: given up after 4 attempts, at last because 127.0.0.1", "answers 500", "run the same command again");
        Assert.Equal(4, server.Requests.Length);
        Assert.Equal([1, 2, 4], _download.Waits);
    }

    [Fact]
    public async Task Attempts_that_bring_the_file_on_do_not_count()
    {
        _download.Settings = _download.Settings with { Progress = 10_000 };
        await using HubServer server = new(request => Good(request) with { CutAfter = Math.Min(10_000, Good(request).Body.Length) });
        await _download.FetchRightAsync(server);
        Assert.Equal(10, server.Requests.Length);
    }

    [Fact]
    public async Task Attempts_that_bring_no_more_than_before_count()
    {
        _download.Settings = _download.Settings with { Progress = 10_000 };
        Func<HubRequest, HubReply> half = _ => new HubReply { Body = Content, CutAfter = Half };
        await using HubServer server = new([.. Enumerable.Repeat(half, 20), Good]);
        await AssertFails(server, "given up after 4 attempts");
        Assert.Equal(4, server.Requests.Length);
    }

    [Fact]
    public async Task The_wait_that_a_server_asks_for_is_kept()
    {
        await using HubServer server = new(Fails(429, "7"), Fails(429, "0"), Good);
        await _download.FetchRightAsync(server);
        Assert.Equal([7, 2], _download.Waits);
    }

    [Fact]
    public async Task The_time_until_which_a_server_asks_to_wait_is_kept()
    {
        await using HubServer server = new(Fails(503, DateTimeOffset.UtcNow.AddMinutes(4).ToString("R", CultureInfo.InvariantCulture)), Good);
        await _download.FetchRightAsync(server);
        Assert.InRange(Assert.Single(_download.Waits), 120, 240);
    }

    [Fact]
    public async Task A_long_wait_is_left_to_the_user()
    {
        await using HubServer server = new(Fails(429, "3600"));
        await AssertFails(server, "answers 429 and asks to come back in 60 minutes");
        Assert.Single(server.Requests);
        Assert.Empty(_download.Waits);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told()
    {
        HubServer server = new(Good);
        await server.DisposeAsync();
        await AssertFails(server, "given up after 4 attempts", $"{server.Host} could not be reached");
    }

    [Fact]
    public async Task A_packed_file_is_refused()
    {
        await using HubServer server = new(request => Good(request) with { Headers = [("Content-Encoding", "gzip")] });
        await AssertFails(server, "sends model.bin packed");
    }

    [Fact]
    public async Task A_file_without_a_hash_is_fetched_and_that_is_said()
    {
        await using HubServer server = new(Good);
        await _download.FetchAsync(server, TestDownload.File with { Sha256 = null });
        Assert.Equal(Content, File.ReadAllBytes(_download.Path("model.bin")));
        Assert.Equal(["model.bin: 100.0 kB, not verified, since its hash is not known"], _download.Observer.Finished);
    }

    [Fact]
    public async Task A_part_that_nothing_could_prove_is_fetched_anew()
    {
        _download.Write("model.bin.part", TestDownload.Bytes(2, Half));
        await using HubServer server = new(Good);
        await _download.FetchAsync(server, TestDownload.File with { Sha256 = null });
        Assert.Equal(Content, File.ReadAllBytes(_download.Path("model.bin")));
        Assert.Equal([null], server.Ranges);
    }

    [Fact]
    public async Task A_file_of_unknown_size_is_resumed()
    {
        await using HubServer server = new(Cut(Half), Good);
        await _download.FetchAsync(server, TestDownload.File with { Size = null });
        Assert.Equal(Content, File.ReadAllBytes(_download.Path("model.bin")));
        Assert.Equal([null, "bytes=50000-"], server.Ranges);
    }

    [Fact]
    public async Task A_whole_part_of_a_file_of_unknown_size_is_known_by_the_answer()
    {
        _download.Write("model.bin.part", Content);
        await using HubServer server = new(Good);
        await _download.FetchAsync(server, TestDownload.File with { Size = null });
        Assert.Equal(Content, File.ReadAllBytes(_download.Path("model.bin")));
        Assert.Equal(["bytes=100000-"], server.Ranges);
    }

    [Theory]
    [InlineData(false, "announces 100000 bytes for model.bin, which has at most 90000")]
    [InlineData(true, "sends more for model.bin than the 90000 bytes that it may have")]
    public async Task A_file_of_unknown_size_has_a_bound(bool chunked, string message)
    {
        _download.Settings = _download.Settings with { MaxUnknownBytes = 90_000 };
        await using HubServer server = new(request => Good(request) with { IsChunked = chunked });
        DownloadException error = await Assert.ThrowsAsync<DownloadException>(() => _download.FetchAsync(server, TestDownload.File with { Size = null }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(_download.Names);
    }

    private static byte[] WrongContent { get; } = [.. Content[..^1], (byte)(Content[^1] ^ 1)];

    private static HubReply Good(HubRequest request) => HubReply.File(request, Content);

    private static HubReply Wrong(HubRequest request) => HubReply.File(request, WrongContent);

    private static Func<HubRequest, HubReply> Cut(int bytes) => request => Good(request) with { CutAfter = bytes };

    private static Func<HubRequest, HubReply> Fails(int status, string? retryAfter = null) =>
        _ => new HubReply { Status = status, Headers = retryAfter is null ? [] : [("Retry-After", retryAfter)] };

    private async Task AssertFails(HubServer server, params string[] parts)
    {
        DownloadException error = await Assert.ThrowsAsync<DownloadException>(() => _download.FetchAsync(server, TestDownload.File));
        foreach (string part in parts)
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_download.Path("model.bin")));
    }
}
