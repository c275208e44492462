using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Chatterbox.Tests.Server.Download;

/// <summary>A small HTTP/1.1 server on this machine, one request a connection, that answers as a test wants it to.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<HubRequest> _requests = [];
    private readonly Func<HubRequest, HubReply> _answer;
    private readonly Task _loop;

    /// <summary>A server that answers each request by a function.</summary>
    public HubServer(Func<HubRequest, HubReply> answer)
    {
        _answer = answer;
        _listener.Start();
        Host = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _loop = ServeAsync();
    }

    /// <summary>A server that gives these answers, one after the other; of further requests, the last.</summary>
    public HubServer(params Func<HubRequest, HubReply>[] answers)
        : this(InTurn(answers))
    {
    }

    /// <summary>Host and port.</summary>
    public string Host { get; }

    /// <summary>The address.</summary>
    public string Address => $"http://{Host}";

    /// <summary>The requests that have come.</summary>
    public HubRequest[] Requests => [.. _requests];

    /// <summary>The ranges asked for, null where the whole file was.</summary>
    public IEnumerable<string?> Ranges => Requests.Select(request => request["Range"]);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        _stop.Dispose();
    }

    private static Func<HubRequest, HubReply> InTurn(Func<HubRequest, HubReply>[] answers)
    {
        int next = -1;
        return request => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)](request);
    }

    private async Task ServeAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server is disposed of.
        }
        await Task.WhenAll(connections);
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using TcpClient connection = client;
        NetworkStream stream = connection.GetStream();
        try
        {
            HubRequest request = await ReadAsync(stream);
            _requests.Enqueue(request);
            HubReply reply = _answer(request);
            await stream.WriteAsync(reply.ToBytes(), _stop.Token);
            if (!reply.IsStalling)
                connection.Client.Shutdown(SocketShutdown.Send);
            // Until the other side goes.
            byte[] rest = new byte[256];
            while (await stream.ReadAsync(rest, _stop.Token) > 0)
            {
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or SocketException)
        {
            // The other side has gone, or the test is over.
        }
    }

    private async Task<HubRequest> ReadAsync(NetworkStream stream)
    {
        using StreamReader reader = new(stream, Encoding.ASCII, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        string target = (await LineAsync(reader)).Split(' ')[1];
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(reader) is { Length: > 0 } line)
            headers.Add(line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
        return new HubRequest(target, headers);
    }

    private async Task<string> LineAsync(StreamReader reader) =>
        await reader.ReadLineAsync(_stop.Token) ?? throw new IOException("The request ended in its head.");
}
