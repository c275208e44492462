using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>Requests that make no sense, each told by its number, for every route that a server describes.</summary>
internal sealed class Garbage
{
    private const int Seed = 20261124;

    private static readonly string[] BodyMethods = ["POST", "PUT", "PATCH"];

    private static readonly string[] Names = ["x", "..", "%2e%2e%2f", "%00", "%ff", "a%2fb", "%F0%9F%98%80", new('n', 300), "1e9", "-1", "99999999999999999999", "con", "%20"];

    private static readonly string[] Queries =
    [
        "text=", "text=%20%09", "text=Hello&temperature=NaN", "text=Hello&seed=1e400", "text=Hello&voice=nobody&speaker_wav=nobody", "input=x&response_format=exe", "text=Hello&speed=-Infinity", "legacy=maybe", "=&=&=",
        "text=Hello&max_tokens=0x7", "%", "text=Hello&voice=..%2f..%2fetc%2fpasswd&speaker_wav=..%5cx%00",
    ];

    private readonly (string Method, string Path)[] _routes;
    private readonly (string Method, string Path)[] _bodyRoutes;

    /// <param name="document">The OpenAPI document, whose routes are tried.</param>
    public Garbage(JsonElement document)
    {
        _routes =
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from method in path.Value.EnumerateObject()
               select (method.Name.ToUpperInvariant(), path.Name),
        ];
        _bodyRoutes = [.. _routes.Where(route => BodyMethods.Contains(route.Method))];
    }

    /// <summary>The request of a number, always the same.</summary>
    public GarbageRequest this[int number]
    {
        get
        {
            var random = new Random(Seed + number);
            return (number % 5) switch
            {
                0 => GarbageHeads.Bytes(random),
                1 => GarbageHeads.Head(random),
                2 => Json(random),
                3 => Form(random),
                _ => Query(random),
            };
        }
    }

    private GarbageRequest Json(Random random) => WithBody(random, "json", "application/json", GarbageJson.Make(random));

    private GarbageRequest Form(Random random)
    {
        (string type, byte[] body) = GarbageForm.Make(random);
        return WithBody(random, "form", type, body);
    }

    private GarbageRequest WithBody(Random random, string kind, string type, byte[] body)
    {
        (string method, string path) = random.Pick(_bodyRoutes);
        string head = string.Create(
            CultureInfo.InvariantCulture, $"{method} {Filled(path, random)} HTTP/1.1\r\nHost: x\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        return new GarbageRequest($"{kind} {head}{Encoding.Latin1.GetString(body.AsSpan(0, Math.Min(body.Length, 500)))}", [.. Encoding.Latin1.GetBytes(head), .. body]);
    }

    /// <summary>A route without a body. Lists leave queries alone, and there may be nothing to delete; what speaks must refuse.</summary>
    private GarbageRequest Query(Random random)
    {
        (string method, string path) = random.Pick(_routes);
        bool speaks = path.Contains("stream", StringComparison.Ordinal);
        string head = $"{method} {Filled(path, random)}?{random.Pick(speaks ? Queries : [.. Queries, "a=1"])} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        string end = BodyMethods.Contains(method) ? "Content-Length: 0\r\n\r\n" : "\r\n";
        return new GarbageRequest($"query {head}", Encoding.Latin1.GetBytes(head + end)) { IsHarmless = !speaks && !BodyMethods.Contains(method) };
    }

    private static string Filled(string path, Random random)
    {
        int open;
        while ((open = path.IndexOf('{')) >= 0)
            path = path[..open] + random.Pick(Names) + path[(path.IndexOf('}') + 1)..];
        return path;
    }
}
