using System.Globalization;
using System.Text;

namespace Chatterbox.Tests.Server.Download;

/// <summary>What a server answers, which need not be right.</summary>
internal sealed record HubReply
{
    /// <summary>The status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The body.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>Headers apart from the length.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The Content-Length that is told; null for that of the body.</summary>
    public long? AnnouncedLength { get; init; }

    /// <summary>Whether the body comes in chunks, without a length.</summary>
    public bool IsChunked { get; init; }

    /// <summary>Bytes of the body after which the connection ends; null for all.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Whether the connection stays open in silence after the bytes.</summary>
    public bool IsStalling { get; init; }

    /// <summary>A file, or the range of it that is asked for, as a good server sends it.</summary>
    public static HubReply File(HubRequest request, byte[] content, string? tag = "\"one\"")
    {
        (string, string)[] headers = tag is null ? [] : [("ETag", tag)];
        if (request["Range"] is not { } range || (request["If-Range"] is { } condition && condition != tag))
            return new HubReply { Body = content, Headers = headers };
        int from = int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture);
        return from >= content.Length
            ? new HubReply { Status = 416, Headers = [("Content-Range", $"bytes */{content.Length}")] }
            : new HubReply { Status = 206, Body = content[from..], Headers = [.. headers, ("Content-Range", $"bytes {from}-{content.Length - 1}/{content.Length}")] };
    }

    /// <summary>A redirect.</summary>
    public static HubReply Redirect(string location, int status = 302) => new() { Status = status, Headers = [("Location", location)] };

    /// <summary>All bytes of the answer up to where it ends.</summary>
    public byte[] ToBytes()
    {
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} Whatever\r\nConnection: close\r\n");
        foreach ((string name, string value) in Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        byte[] body = Body[..(CutAfter ?? Body.Length)];
        if (!IsChunked)
            return [.. Encoding.ASCII.GetBytes($"{head}Content-Length: {AnnouncedLength ?? Body.Length}\r\n\r\n"), .. body];
        byte[] end = CutAfter is null ? "0\r\n\r\n"u8.ToArray() : [];
        return [.. Encoding.ASCII.GetBytes($"{head}Transfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n"), .. body, .. "\r\n"u8, .. end];
    }
}
