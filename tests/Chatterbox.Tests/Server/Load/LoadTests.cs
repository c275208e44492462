using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Chatterbox.Audio;
using Chatterbox.Audio.Files;
using Chatterbox.Tests.Audio;
using Chatterbox.Tests.Server.Http;
using Xunit.Abstractions;

namespace Chatterbox.Tests.Server.Load;

/// <summary>
/// 64 clients send a mix of requests to the built program, on a tiny checkpoint. As a part of the tests it is 100 requests;
/// CHATTERBOX_LOAD_REQUESTS=1000 makes it the whole one, and CHATTERBOX_LOAD_REPORT names a file for its figures.
/// </summary>
[Collection(ServerTests.Name)]
[SupportedOSPlatform("linux")]
public sealed partial class LoadTests(ITestOutputHelper output) : IDisposable
{
    private const int Clients = 64;
    private const int Lines = 60;
    private const int WholeRun = 1000;
    private const int WarmRequests = 200;

    // Fewer than the clients, so that some are told to come again.
    private const int QueueLength = 48;

    // What encoders put before and after the audio: at most two frames of MP3 or AAC, and what Opus looks ahead.
    private const int EncoderPadding = 3000;

    private static readonly int Requests = int.Parse(Environment.GetEnvironmentVariable("CHATTERBOX_LOAD_REQUESTS") ?? "100", CultureInfo.InvariantCulture);

    private readonly ServeFolder _folder = new();
    private readonly byte[] _recording = File.ReadAllBytes(Repo.Path("tests", "data", "speech", "other", "jfk-16k-mono.wav"));

    public void Dispose() => _folder.Dispose();

    [FfmpegFact(needsLinux: true)]
    public async Task Under_load_every_client_gets_what_it_would_get_alone()
    {
        await using ServeProcess server = await _folder.StartAsync("--max-requests", QueueLength.ToString(CultureInfo.InvariantCulture));
        await AddVoiceAsync(server, "Linda", "LJ001-0001.wav");
        await AddVoiceAsync(server, "John", "jfk-16k-mono.wav");
        string?[] voices = ["built-in", "Linda", "John", "Linda", "built-in", "John", "Linda", "built-in", "John", null];
        IReadOnlyList<LoadLine> lines = LoadLine.Draw(Lines, voices, seed: 1);
        IReadOnlyList<LoadRequest> requests = LoadRequest.Draw(Requests, lines, seed: 2);
        Dictionary<(LoadLine Line, bool Streams), byte[]> alone = [];
        foreach ((LoadLine line, bool streams) in requests.Where(request => request.Kind == LoadKind.Stay).Select(request => (request.Line, request.Streams)).Distinct())
            alone[(line, streams)] = await PcmAsync(server, line, streams);

        var run = new LoadRun(server, _recording);
        long start = Stopwatch.GetTimestamp();
        IReadOnlyList<LoadAnswer> answers = await run.SendAsync(requests, Clients, WarmRequests, Requests);
        LoadReport report = LoadReport.Of(answers, Clients, Stopwatch.GetElapsedTime(start), run.Megabytes);
        output.WriteLine(report.ToJson());
        if (Environment.GetEnvironmentVariable("CHATTERBOX_LOAD_REPORT") is { } file)
            await File.WriteAllTextAsync(file, report.ToJson() + "\n");

        Assert.Equal(Requests, answers.Count);
        Assert.All(answers, answer => Assert.Equal(answer.Request.Status, answer.Status));
        Assert.All(answers.Where(answer => answer.Request.Kind == LoadKind.Stay), answer => AssertSame(answer, alone[(answer.Request.Line, answer.Request.Streams)]));
        Assert.True(report.Refusals > 0, "The queue was never full.");
        int leavers = requests.Count(request => request.Kind == LoadKind.Leave);
        await Poll.UntilAsync(async () => await GoneAsync(server) >= leavers * 0.8);
        Assert.Empty(server.Children());
        if (Requests >= WholeRun)
            Assert.InRange(run.Megabytes[Requests], 0, run.Megabytes[WarmRequests] * 1.05);
        ((LoadLine Line, bool Streams) first, byte[] samples) = alone.First();
        Assert.Equal(samples, await PcmAsync(server, first.Line, first.Streams));
    }

    /// <summary>Requests whose work ended because their client had left.</summary>
    private static async Task<int> GoneAsync(ServeProcess server) =>
        Gone().Match(await server.Client.GetStringAsync("/metrics")) is { Success: true } gone ? int.Parse(gone.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("chatterbox_unfinished_total{reason=\"ClientGone\"} ([0-9]+)")]
    private static partial Regex Gone();

    private async Task<byte[]> PcmAsync(ServeProcess server, LoadLine line, bool streams)
    {
        using HttpRequestMessage message = new LoadRequest(LoadKind.Stay, line, streams ? "/tts-stream" : "/tts", "pcm", 0).Message(_recording);
        using HttpResponseMessage answer = await server.Client.SendAsync(message);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task AddVoiceAsync(ServeProcess server, string name, string file)
    {
        using HttpResponseMessage answer = await server.UploadAsync(name, await File.ReadAllBytesAsync(Repo.Path("tests", "data", "speech", "other", file)));
        answer.EnsureSuccessStatusCode();
    }

    private static void AssertSame(LoadAnswer answer, byte[] pcm)
    {
        if (answer.Request.Format == "pcm")
        {
            Assert.Equal(pcm, answer.Body);
            return;
        }

        AudioClip clip = new AudioDecoder().Read(new MemoryStream(answer.Body));
        long frames = clip.Frames * 24_000L / clip.SampleRate;
        if (answer.Request.Format is "wav" or "flac")
            Assert.Equal(pcm, Pcm16(clip));
        else
            Assert.InRange(frames, pcm.Length / 2 - 1, pcm.Length / 2 + EncoderPadding);
    }

    private static byte[] Pcm16(AudioClip clip)
    {
        byte[] bytes = new byte[2 * clip.Samples.Length];
        for (int i = 0; i < clip.Samples.Length; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(2 * i), (short)MathF.Round(clip.Samples[i] * 32768));
        return bytes;
    }
}
