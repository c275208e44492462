using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>A connection on which anything can be sent, HTTP or not.</summary>
internal sealed class RawSocket : IDisposable
{
    private const int MaxHead = 64 << 10;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Connects.</summary>
    public static async Task<RawSocket> ConnectAsync(Uri address)
    {
        var connection = new RawSocket();
        await connection._socket.ConnectAsync(address.Host, address.Port);
        return connection;
    }

    /// <summary>Sends bytes; false if the server takes no more.</summary>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        try
        {
            while (bytes.Length > 0)
                bytes = bytes[await _socket.SendAsync(bytes, cancellation)..];
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Says that nothing more will come.</summary>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server was faster.
        }
    }

    /// <summary>The status of the answer; null if the server closed the connection without one.</summary>
    public async Task<int?> StatusAsync(CancellationToken cancellation)
    {
        string head = await AnswerAsync(answer => answer.Contains("\r\n", StringComparison.Ordinal), cancellation);
        return head.StartsWith("HTTP/1.", StringComparison.Ordinal) ? int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>All that the server sends until it closes the connection.</summary>
    public Task<string> ToEndAsync(CancellationToken cancellation) => AnswerAsync(_ => false, cancellation);

    /// <summary>Whether the server has something to read for us, or has closed the connection.</summary>
    public bool HasNews => _socket.Poll(0, SelectMode.SelectRead);

    public void Dispose() => _socket.Dispose();

    private async Task<string> AnswerAsync(Func<string, bool> isEnough, CancellationToken cancellation)
    {
        var answer = new StringBuilder();
        byte[] block = new byte[4096];
        try
        {
            while (!isEnough(answer.ToString()) && answer.Length < MaxHead && await _socket.ReceiveAsync(block, cancellation) is > 0 and int read)
                answer.Append(Encoding.Latin1.GetString(block, 0, read));
        }
        catch (SocketException)
        {
            // Reset: the server has not read all that was sent.
        }

        return answer.ToString();
    }
}
