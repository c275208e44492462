using System.Collections.Concurrent;
using System.Runtime.Versioning;
using Chatterbox.Tests.Server.Http;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>Ten thousand requests that make no sense. They are told by numbers: a failed one can be made again alone.</summary>
[Collection(ServerTests.Name)]
[SupportedOSPlatform("linux")]
public sealed class GarbageTests(ServeFolder folder) : IClassFixture<ServeFolder>
{
    private const int Requests = 10_000;
    private const int Clients = 8;
    private const int WarmUp = 1_000;

    /// <summary>By how much the resident memory may still grow after the first thousand.</summary>
    private const int MoreMegabytes = 200;

    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    [LinuxFact]
    public async Task Each_is_refused_and_the_server_is_as_before()
    {
        await using ServeProcess server = await folder.StartAsync();
        byte[] spoken = await server.SpeakAsync();
        var garbage = new Garbage(await (await server.Client.GetAsync("/swagger/v1/swagger.json")).JsonAsync());
        ConcurrentQueue<string> wrong = new();
        await SendAsync(server, garbage, 0, WarmUp, wrong);
        int megabytes = server.Megabytes;
        await SendAsync(server, garbage, WarmUp, Requests - WarmUp, wrong);
        Assert.True(wrong.IsEmpty, $"{wrong.Count} wrong:\n{string.Join("\n\n", wrong.Take(8))}");
        Assert.Equal(spoken, await server.SpeakAsync());
        Assert.Empty(await server.VoicesAsync());
        Assert.DoesNotContain("met a bug", server.Log, StringComparison.Ordinal);
        Assert.Empty(folder.UnfinishedFiles());
        Assert.InRange(server.Megabytes, 1, megabytes + MoreMegabytes);
    }

    private static Task SendAsync(ServeProcess server, Garbage garbage, int first, int count, ConcurrentQueue<string> wrong) => Parallel.ForEachAsync(
        Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (number, _) =>
        {
            GarbageRequest request = garbage[number];
            using var limit = new CancellationTokenSource(Hang);
            using RawSocket connection = await RawSocket.ConnectAsync(server.Address);
            await connection.SendAsync(request.Bytes, limit.Token);
            if (request.IsNoHttp)
                connection.EndSending();
            try
            {
                int? status = await connection.StatusAsync(limit.Token);
                if (!request.Allows(status))
                    wrong.Enqueue($"{number}: {status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no answer"} to {request.What[..Math.Min(request.What.Length, 700)]}");
            }
            catch (OperationCanceledException)
            {
                wrong.Enqueue($"{number}: hangs: {request.What[..Math.Min(request.What.Length, 700)]}");
            }
        });
}
