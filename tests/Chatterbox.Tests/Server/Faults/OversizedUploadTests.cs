using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text;
using Chatterbox.Tests.Server.Http;
using Chatterbox.Tests.Server.Voices;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>Bodies that are larger than they may be, or than they say.</summary>
[Collection(ServerTests.Name)]
[SupportedOSPlatform("linux")]
public sealed class OversizedUploadTests(SmallBodyServer fixture) : IClassFixture<SmallBodyServer>
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    private ServeProcess Server => fixture.Server;

    [LinuxTheory]
    [InlineData("/voices", "multipart/form-data; boundary=b", "100000000", 413)]
    [InlineData("/voices", "multipart/form-data; boundary=b", "9223372036854775807", 413)]
    [InlineData("/voices", "multipart/form-data; boundary=b", "99999999999999999999", 400)]
    [InlineData("/voices", "multipart/form-data; boundary=b", "-1", 400)]
    [InlineData("/tts", "application/json", "1000000", 413)] // parsed, it could take many times the memory
    public async Task A_length_that_is_too_large_is_refused_before_the_body(string path, string type, string length, int status)
    {
        using var limit = new CancellationTokenSource(Hang);
        using RawSocket client = await RawSocket.ConnectAsync(Server.Address);
        await client.SendAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n\r\n"));
        Assert.Equal(status, await client.StatusAsync(limit.Token));
        await fixture.AssertTidyAsync();
    }

    [LinuxTheory]
    [InlineData("/voices", "multipart/form-data; boundary=faults")]
    [InlineData("/tts", "application/json")]
    [InlineData("/tts", "application/x-www-form-urlencoded")]
    public async Task A_body_without_end_is_refused_when_it_has_too_much(string path, string type)
    {
        using var limit = new CancellationTokenSource(Hang);
        using RawSocket client = await RawSocket.ConnectAsync(Server.Address);
        await client.SendAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n"));
        byte[] start = type[0] == 'm' ? "--faults\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.wav\"\r\n\r\n"u8.ToArray() : "[\"text="u8.ToArray();
        await client.SendAsync(Chunk(start));
        byte[] chunk = Chunk(Encoding.ASCII.GetBytes(new string('a', 64 << 10)));
        long sent = 0;
        while (!client.HasNews && await client.SendAsync(chunk, limit.Token))
            sent += chunk.Length;

        // What the sockets hold comes on top.
        Assert.InRange(sent, 1, 4L * SmallBodyServer.MaxBodyMegabytes << 20);
        Assert.Contains(await client.StatusAsync(limit.Token), (int?[])[400, 413]);
        await fixture.AssertTidyAsync();
    }

    [LinuxFact]
    public async Task A_body_that_is_shorter_than_its_length_makes_nothing()
    {
        using var limit = new CancellationTokenSource(Hang);
        byte[] request = Upload.Request("shorter", LibraryFolder.Wav(12));
        using (RawSocket client = await RawSocket.ConnectAsync(Server.Address))
        {
            await client.SendAsync(request.AsMemory(0, request.Length - 1));
            client.EndSending();
            Assert.Contains(await client.StatusAsync(limit.Token), (int?[])[null, 400]);
        }

        await fixture.AssertTidyAsync();
        Assert.DoesNotContain("shorter", await Server.VoicesAsync());
    }

    [LinuxFact]
    public async Task A_body_that_is_longer_than_its_length_is_cut_there()
    {
        using var limit = new CancellationTokenSource(Hang);
        byte[] body = Encoding.ASCII.GetBytes("{\"text\":\"Hello.\"}");
        using RawSocket client = await RawSocket.ConnectAsync(Server.Address);
        await client.SendAsync((byte[])[.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST /tts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {body.Length - 1}\r\n\r\n")), .. body, .. "\r\n\r\n"u8]);
        string answers = await client.ToEndAsync(limit.Token);
        Assert.Equal(2, answers.Split("HTTP/1.1 400").Length - 1);
    }

    [LinuxTheory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Compressed_bodies_are_not_unpacked(string coding)
    {
        using var packed = new MemoryStream();
        using (Stream packer = coding == "gzip" ? new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true) : new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            for (int i = 0; i < 200; i++)
                packer.Write(new byte[1 << 20]);
        foreach ((string path, string type) in ((string, string)[])[("/tts", "application/json"), ("/tts", "multipart/form-data; boundary=b"), ("/voices", "multipart/form-data; boundary=b"), ("/voices/default", "application/json")])
        {
            using var content = new ByteArrayContent(packed.ToArray());
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            content.Headers.ContentEncoding.Add(coding);
            using HttpRequestMessage request = new(path == "/voices/default" ? HttpMethod.Put : HttpMethod.Post, path) { Content = content };
            using HttpResponseMessage answer = await Server.Client.SendAsync(request);
            Assert.Contains("Content-Encoding", await answer.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type"), StringComparison.Ordinal);
        }

        await fixture.AssertTidyAsync();
    }

    [LinuxTheory]
    [InlineData(";")]
    [InlineData("; filename=\"f\"")]
    public async Task A_form_of_a_hundred_thousand_parts_is_refused(string isFile)
    {
        var body = new StringBuilder();
        for (int i = 0; i < 100_000; i++)
            body.Append(CultureInfo.InvariantCulture, $"--b\r\nContent-Disposition: form-data; name=p{i}{isFile}\r\n\r\n1\r\n");
        foreach (string path in (string[])["/voices", "/tts"])
        {
            using var content = new StringContent(body.ToString());
            content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
            using HttpResponseMessage answer = await Server.Client.PostAsync(path, content);
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge]);
        }

        await fixture.AssertTidyAsync();
    }

    [LinuxFact]
    public async Task A_voice_file_that_claims_huge_tensors_is_no_recording()
    {
        using HttpResponseMessage library = await Server.UploadAsync("huge", HugeTensors.File());
        await library.ProblemAsync(HttpStatusCode.BadRequest, "invalid_voice");
        using MultipartFormDataContent form = Upload.Form("huge", HugeTensors.File());
        form.Add(new StringContent("Hello."), "text");
        using HttpResponseMessage inline = await Server.Client.PostAsync("/tts", form);
        await inline.ProblemAsync(HttpStatusCode.BadRequest, "invalid_voice");
        await fixture.AssertTidyAsync();
    }

    private static byte[] Chunk(byte[] bytes) => [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8];
}
