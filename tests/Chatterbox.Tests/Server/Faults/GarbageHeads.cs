using System.Text;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>Bytes that are no HTTP, or hardly: random ones, broken first lines, broken and repeated headers.</summary>
internal static class GarbageHeads
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PRI", "get", "G\0T", "FOO", "", "A B", new('M', 5000)];

    private static readonly string[] Paths =
    [
        "/", "/tts", "/v1/audio/speech", "*", "tts", "//", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/%00", "/%ff%fe", "/%", "/tts?%", "/voices/%2f", "/voices/\u00fc",
        "http://[::1", "http://x:99999/", "/?" + new string('q', 9000), "/" + new string('p', 9000), "/\t", "/a b", "/voices/..%5c..%5cx/clips/99999999999999999999",
    ];

    private static readonly string[] Versions = ["HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "HTTP/1.1 HTTP/1.1", "http/1.1", "", "\u0001", "ICY"];

    private static readonly string[] Headers =
    [
        "Host: x", "Host: y", "Host:", "Host: a b", "Content-Length: 5", "Content-Length: 6", "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 1e3",
        "Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "Transfer-Encoding: identity, chunked", ": empty", "No colon", "A\0B: c", "X: \u0001\u0002", " folded: line", "X: " + new string('x', 40_000),
        "Content-Type: application/json", "Content-Type: multipart/form-data", "Content-Type: ;;;", "Expect: 200-ok", "Expect: 100-continue", "Connection: upgrade", "Upgrade: h2c", "Upgrade: websocket",
        "Authorization: \u00ff\u00fe", "Cookie: " + new string(';', 3000), "Accept: */*", "Accept: */*", "Range: bytes=9-1", "Origin: null", "X-HTTP-Method-Override: DELETE",
    ];

    /// <summary>Random bytes, now and then with line ends.</summary>
    public static GarbageRequest Bytes(Random random)
    {
        byte[] bytes = new byte[random.Next(1, 3000)];
        random.NextBytes(bytes);
        for (int i = random.Next(40); i > 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)'\n';
        return new GarbageRequest("random bytes", bytes) { IsNoHttp = true };
    }

    /// <summary>A first line and headers of which some are wrong, with a body of random bytes.</summary>
    public static GarbageRequest Head(Random random)
    {
        var head = new StringBuilder($"{random.Pick(Methods)} {random.Pick(Paths)} {random.Pick(Versions)}\r\n");
        for (int i = random.Next(8); i > 0; i--)
            head.Append(random.Pick(Headers)).Append(random.Next(10) == 0 ? "\n" : "\r\n");
        head.Append("Connection: close\r\n\r\n");
        byte[] body = new byte[random.Next(200)];
        random.NextBytes(body);
        return new GarbageRequest($"head {head}", [.. Encoding.Latin1.GetBytes(head.ToString()), .. body]) { IsNoHttp = true, IsHarmless = true };
    }

    /// <summary>One of these.</summary>
    public static T Pick<T>(this Random random, T[] items) => items[random.Next(items.Length)];
}
