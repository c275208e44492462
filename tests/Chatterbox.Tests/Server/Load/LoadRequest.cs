using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Chatterbox.Tests.Server.Load;

/// <summary>One request of a load test.</summary>
/// <param name="Kind">What the client does.</param>
/// <param name="Line">What is said.</param>
/// <param name="Route">Where it is sent.</param>
/// <param name="Format">The audio's format.</param>
/// <param name="Refusal">Which mistake an invalid one makes.</param>
internal sealed record LoadRequest(LoadKind Kind, LoadLine Line, string Route, string Format, int Refusal)
{
    private static readonly string[] Routes = ["/tts", "/tts-stream", "/v1/audio/speech"];

    // So many pieces that most are still to be spoken when the first is heard.
    private const int LeaversPieces = 5;

    private static readonly string[] Formats = ["pcm", "pcm", "wav", "wav", "mp3", "opus", "aac", "flac"];

    private static readonly (string Field, object Value, HttpStatusCode Status)[] Mistakes =
    [
        ("voice", "nobody", HttpStatusCode.NotFound), ("seed", -7, HttpStatusCode.BadRequest), ("temperature", "hot", HttpStatusCode.BadRequest),
        ("input", new string('a', 20_000), HttpStatusCode.BadRequest), ("response_format", "midi", HttpStatusCode.BadRequest), ("input", " ", HttpStatusCode.BadRequest),
    ];

    /// <summary>Whether audio comes while it is made.</summary>
    public bool Streams => Route == "/tts-stream" || (Route == "/v1/audio/speech" && Format != "wav");

    /// <summary>The status that the answer must have.</summary>
    public HttpStatusCode Status => Kind == LoadKind.Invalid ? Mistakes[Refusal].Status : HttpStatusCode.OK;

    /// <summary>A mix of requests drawn from a seed: one in twenty leaves in the middle of a stream, one in twenty is invalid.</summary>
    public static IReadOnlyList<LoadRequest> Draw(int count, IReadOnlyList<LoadLine> lines, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(index =>
            {
                LoadLine line = lines[random.Next(lines.Count)];
                LoadKind kind = (index % 20) switch { 7 => LoadKind.Leave, 13 => LoadKind.Invalid, _ => LoadKind.Stay };
                if (kind == LoadKind.Leave)
                    return new LoadRequest(kind, line with { Text = string.Join("\n\n", Enumerable.Repeat(line.Text, LeaversPieces)) }, "/tts-stream", "pcm", 0);
                // A recording comes in a form, which /tts takes.
                string route = line.Voice is null ? "/tts" : Routes[random.Next(Routes.Length)];
                // Where a recording comes along, a name does not count, wrong or not: it is the first of the mistakes.
                int mistake = random.Next(line.Voice is null ? 1 : 0, Mistakes.Length);
                return new LoadRequest(kind, line, route, Formats[random.Next(Formats.Length)], mistake);
            }),
        ];
    }

    /// <summary>The message to send.</summary>
    /// <param name="recording">What is sent along where the line has no voice.</param>
    public HttpRequestMessage Message(byte[] recording)
    {
        Dictionary<string, object> fields = Line.Fields(Format);
        if (Kind == LoadKind.Invalid)
            fields[Mistakes[Refusal].Field] = Mistakes[Refusal].Value;
        return new HttpRequestMessage(HttpMethod.Post, Route) { Content = Line.Voice is null ? Form(fields, recording) : JsonContent.Create(fields) };
    }

    private static MultipartFormDataContent Form(Dictionary<string, object> fields, byte[] recording)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(recording), "voice", "voice.wav" } };
        foreach ((string name, object value) in fields)
            form.Add(new StringContent(FormattableString.Invariant($"{value}"), Encoding.UTF8), name);
        return form;
    }
}
