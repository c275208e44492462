using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using Chatterbox.Tests.Audio;
using Chatterbox.Tests.Server.Http;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>ffmpeg that dies or hangs under a server: the request ends, no process stays, and the next request is served.</summary>
[Collection(ServerTests.Name)]
[SupportedOSPlatform("linux")]
public sealed class FfmpegFaultTests(FfmpegServer fixture) : IClassFixture<FfmpegServer>
{
    private const int MaxRequests = 32;

    private static readonly string Flac = Repo.Path("tests", "data", "speech", "made-here", "lj001-48k-24bit.flac");

    private ServeProcess Server => fixture.Server;

    [FfmpegFact(needsLinux: true)]
    public async Task Killed_in_the_middle_of_an_answer_it_breaks_the_answer_off()
    {
        using HttpRequestMessage request = Speech("/v1/audio/speech", sentences: 200);
        using (HttpResponseMessage answer = await Server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            using Stream body = await answer.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[100]);
            Kill(Assert.Single(Server.Children()));
            await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null));
        }

        await AssertServingAsync();
    }

    [FfmpegFact(needsLinux: true)]
    public async Task Killed_before_the_answer_it_is_an_error_of_the_encoding()
    {
        fixture.FfmpegHangs();
        using HttpRequestMessage request = Speech("/tts", sentences: 2);
        Task<HttpResponseMessage> speech = Server.Client.SendAsync(request);
        await Poll.UntilAsync(() => Server.Children().Length == 1);
        Kill(Server.Children().Single());
        using HttpResponseMessage answer = await speech;
        await answer.ProblemAsync(HttpStatusCode.InternalServerError, "encoding_failed");
        await AssertServingAsync();
    }

    [FfmpegFact(needsLinux: true)]
    public async Task Hanging_it_is_ended_with_the_time_of_the_request()
    {
        fixture.FfmpegHangs();
        using HttpRequestMessage whole = Speech("/tts", sentences: 1), streamed = Speech("/tts-stream", sentences: 1);
        foreach (HttpResponseMessage answer in await Task.WhenAll(Server.Client.SendAsync(whole), Server.Client.SendAsync(streamed)))
            using (answer)
                await answer.ProblemAsync(HttpStatusCode.GatewayTimeout, "timed_out");
        await AssertServingAsync();
    }

    [FfmpegTheory(needsLinux: true)]
    [InlineData("/tts")]
    [InlineData("/tts-stream")]
    public async Task Hanging_it_is_ended_when_the_client_leaves(string route)
    {
        fixture.FfmpegHangs();
        using var leave = new CancellationTokenSource();
        using HttpRequestMessage request = Speech(route, sentences: 200);
        Task<HttpResponseMessage> speech = Server.Client.SendAsync(request, leave.Token);
        await Poll.UntilAsync(() => Server.Children().Length == 1);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speech);
        await AssertServingAsync();
    }

    [FfmpegFact(needsLinux: true)]
    public async Task Killed_while_it_decodes_an_upload_it_leaves_no_voice()
    {
        fixture.FfmpegDies();
        using HttpResponseMessage refused = await Server.UploadAsync("killed", await File.ReadAllBytesAsync(Flac));
        await refused.ProblemAsync(HttpStatusCode.BadRequest, "invalid_voice");
        await AssertServingAsync();
        using HttpResponseMessage made = await Server.UploadAsync("killed", await File.ReadAllBytesAsync(Flac));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        using HttpResponseMessage deleted = await Server.Client.DeleteAsync("/voices/killed");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
    }

    [FfmpegFact(needsLinux: true)]
    public async Task Recordings_of_more_requests_than_the_queue_takes_are_refused_and_the_others_wait_no_longer_than_a_request_may()
    {
        fixture.FfmpegHangs();
        byte[] flac = await File.ReadAllBytesAsync(Flac);
        var requests = new List<Task<HttpResponseMessage>>();
        for (int i = 0; i < MaxRequests + 3; i++)
        {
            MultipartFormDataContent form = Upload.Form($"hanging {i}", flac);
            form.Add(new StringContent("Hello."), "text");
            requests.Add(Server.Client.PostAsync("/tts", form));
        }

        HttpStatusCode[] codes = [.. (await Task.WhenAll(requests)).Select(answer => answer.StatusCode)];
        Assert.InRange(codes.Count(code => code == HttpStatusCode.TooManyRequests), 1, 3);
        Assert.Equal(codes.Length, codes.Count(code => code is HttpStatusCode.TooManyRequests or HttpStatusCode.GatewayTimeout));
        await AssertServingAsync();
    }

    [FfmpegFact(needsLinux: true)]
    public async Task A_hundred_uploads_whose_decoding_hangs_take_few_threads_and_are_ended_when_their_clients_leave()
    {
        fixture.FfmpegHangs();
        int before = Server.Threads;
        byte[] flac = await File.ReadAllBytesAsync(Flac);
        using var leave = new CancellationTokenSource();
        List<Task<HttpResponseMessage>> uploads = [];
        for (int i = 0; i < 100; i++)
        {
            MultipartFormDataContent form = Upload.Form($"hanging {i}", flac);
            uploads.Add(Server.Client.PostAsync("/voices", form, leave.Token));
        }

        // All bodies have arrived.
        await Poll.UntilAsync(() => fixture.Folder.UnfinishedFiles().Length >= uploads.Count && Server.Children().Length > 0);
        for (int i = 0; i < 10; i++)
            await Server.SpeakAsync();

        // A server that gave each upload a thread would have that many by now, or soon.
        Assert.InRange(Server.Threads, 1, before + 30);
        await leave.CancelAsync();
        foreach (Task upload in uploads)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        await AssertServingAsync();
    }

    /// <summary>No process, file or voice is left, and ffmpeg, well again, serves the next request.</summary>
    private async Task AssertServingAsync()
    {
        await fixture.AssertTidyAsync();
        fixture.FfmpegWorks();
        using HttpResponseMessage next = await Server.Client.PostAsJsonAsync("/tts", new { text = "Hello.", max_tokens = 4, response_format = "mp3" });
        await next.AudioAsync();
        await Poll.UntilAsync(() => Server.Children().Length == 0);
        Assert.Empty(await Server.VoicesAsync());
    }

    private static HttpRequestMessage Speech(string route, int sentences)
    {
        string text = string.Join(' ', Enumerable.Repeat("One two three four five six seven.", sentences));
        return new HttpRequestMessage(HttpMethod.Post, route) { Content = JsonContent.Create(new { input = text, response_format = "mp3", max_tokens = 40 }) };
    }

    private static void Kill(int id)
    {
        using var process = System.Diagnostics.Process.GetProcessById(id);
        process.Kill();
    }
}
