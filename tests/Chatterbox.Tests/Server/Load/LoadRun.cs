using System.Diagnostics;
using System.Net;
using System.Runtime.Versioning;

namespace Chatterbox.Tests.Server.Load;

/// <summary>Sends requests from many clients at once, each of which sends its next one when it has the answer to its last.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LoadRun(ServeProcess server, byte[] recording)
{
    private readonly List<LoadAnswer> _answers = [];
    private readonly Dictionary<int, int> _megabytes = [];
    private IReadOnlyList<LoadRequest> _requests = [];
    private int _next;

    /// <summary>The server's memory when so many requests were done.</summary>
    public IReadOnlyDictionary<int, int> Megabytes => _megabytes;

    /// <summary>Sends all requests; the answers in the order in which they came.</summary>
    /// <param name="requests">The requests in the order in which they are sent.</param>
    /// <param name="clients">How many are on their way at once.</param>
    /// <param name="probes">Counts of answers at which the server's memory is read.</param>
    public async Task<IReadOnlyList<LoadAnswer>> SendAsync(IReadOnlyList<LoadRequest> requests, int clients, params int[] probes)
    {
        _requests = requests;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => ClientAsync(probes)));
        return _answers;
    }

    private async Task ClientAsync(int[] probes)
    {
        while (Interlocked.Increment(ref _next) - 1 is var index && index < _requests.Count)
        {
            LoadAnswer answer = await AnswerAsync(_requests[index]);
            lock (_answers)
            {
                _answers.Add(answer);
                if (probes.Contains(_answers.Count))
                    _megabytes[_answers.Count] = server.Megabytes;
            }
        }
    }

    /// <summary>Sends a request, as often as the server says that it is to come again.</summary>
    private async Task<LoadAnswer> AnswerAsync(LoadRequest request)
    {
        for (int refusals = 0; ; refusals++)
        {
            using HttpRequestMessage message = request.Message(recording);
            long start = Stopwatch.GetTimestamp();
            using HttpResponseMessage answer = await server.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
                return await ReadAsync(request, answer, start, refusals);
            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? throw new InvalidOperationException("A refusal without Retry-After."));
        }
    }

    private static async Task<LoadAnswer> ReadAsync(LoadRequest request, HttpResponseMessage answer, long start, int refusals)
    {
        using Stream body = await answer.Content.ReadAsStreamAsync();
        byte[] buffer = new byte[4096];
        int count = await body.ReadAsync(buffer);
        TimeSpan first = Stopwatch.GetElapsedTime(start);
        using var all = new MemoryStream();
        all.Write(buffer, 0, count);
        // The end of this method drops the connection of a client that leaves.
        if (request.Kind != LoadKind.Leave)
            await body.CopyToAsync(all);
        return new LoadAnswer(request, answer.StatusCode, all.ToArray(), first, refusals);
    }
}
