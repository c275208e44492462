using System.Net;
using System.Net.Http.Headers;
using Chatterbox.Audio;
using Chatterbox.Pipeline;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Http.Clients;

/// <summary>A server with a voice, made as a client makes one, and what is known of its speech.</summary>
public sealed class ClientServer : IAsyncLifetime
{
    /// <summary>The voice.</summary>
    public const string Voice = "Emily";

    /// <summary>Speech is kept short.</summary>
    public const int MaxTokens = 10;

    /// <summary>Samples that an MP3 may be longer: the encoder's delay and the rest of the last frame.</summary>
    private const int Mp3Padding = 3_000;

    private TestServer? _server;

    internal TestServer Server => _server!;

    internal HttpClient Client => Server.Client;

    /// <summary>Where the voices lie, which no answer may tell.</summary>
    internal string VoicesFolder { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync(options => VoicesFolder = options.VoicesDir);
        using HttpResponseMessage answer = await UploadAsync(($"{Voice}.wav", Recording));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    internal static byte[] Recording => File.ReadAllBytes(Audio.Speech.Path("other/LJ001-0001.wav"));

    /// <summary>Fields with more fields.</summary>
    internal static Dictionary<string, object?> With(IEnumerable<KeyValuePair<string, object?>> fields, params (string Name, object? Value)[] more)
    {
        Dictionary<string, object?> all = new(fields);
        foreach ((string name, object? value) in more)
            all[name] = value;
        return all;
    }

    /// <summary>Sends files as voices.</summary>
    internal async Task<HttpResponseMessage> UploadAsync(params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach ((string name, byte[] content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "files", FileName = $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal)}\"" };
            form.Add(part);
        }

        return await Client.PostAsync("/upload_reference", form);
    }

    /// <summary>The samples that a request with these fields of /tts, a seed among them, is answered with, as bare PCM.</summary>
    internal async Task<short[]> SamplesAsync(IEnumerable<KeyValuePair<string, object?>> fields)
    {
        using HttpResponseMessage answer = await Server.PostAsync("/tts", With(fields, ("response_format", "pcm"), ("stream", false)));
        byte[] body = await Answer.BytesAsync(answer, HttpStatusCode.OK, "audio/pcm");
        short[] samples = [.. body.Chunk(2).Select(pair => BitConverter.ToInt16(pair))];
        Assert.InRange(samples.Length, AudioFormat.SamplesPerToken, MaxTokens * AudioFormat.SamplesPerToken);
        return samples;
    }

    /// <summary>Checks that an answer is a WAV file of the speech that <see cref="SamplesAsync"/> gives for the same fields.</summary>
    internal async Task AssertWavAsync(HttpResponseMessage answer, IEnumerable<KeyValuePair<string, object?>> sameSpeech)
    {
        AudioClip clip = await Answer.AudioAsync(answer, "audio/wav");
        Assert.Equal((AudioFormat.SampleRate, 1), (clip.SampleRate, clip.Channels));
        short[] expected = await SamplesAsync(sameSpeech);
        Assert.Equal(expected, clip.Samples.ToArray().Select(sample => (short)Math.Round(sample * 32768)));
    }

    /// <summary>Checks that an answer is an MP3 as long as the speech of the same fields.</summary>
    internal async Task AssertMp3Async(HttpResponseMessage answer, IEnumerable<KeyValuePair<string, object?>> sameSpeech)
    {
        AudioClip clip = await Answer.AudioAsync(answer, "audio/mpeg");
        int expected = (await SamplesAsync(sameSpeech)).Length;
        Assert.Equal(AudioFormat.SampleRate, clip.SampleRate);
        Assert.InRange(clip.Frames, expected, expected + Mp3Padding);
    }
}
