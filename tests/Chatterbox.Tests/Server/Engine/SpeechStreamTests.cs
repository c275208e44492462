using Chatterbox.Pipeline;
using Chatterbox.Server.Engine;

namespace Chatterbox.Tests.Server.Engine;

public sealed class SpeechStreamTests
{
    private const int Bound = AudioFormat.SampleRate;

    private static readonly EngineSettings Settings = new() { MaxBufferedSeconds = 1, SlowClientTimeout = TimeSpan.FromMilliseconds(50) };

    private static readonly SpokenPiece Piece = new("Hello.", [], [], Stopped: true, PieceRepairs.None, Samples: 0);

    [Fact]
    public async Task A_client_that_takes_nothing_while_its_buffer_is_full_loses_its_request()
    {
        using var stream = new SpeechStream(Settings, Settings.RequestTimeout, () => { }, CancellationToken.None);
        stream.Spoken(Piece, new float[Bound]);
        Assert.False(stream.Ready);
        await Poll.UntilAsync(() => stream.Stopped.IsCancellationRequested);
        Assert.Equal(StopReason.SlowClient, stream.Reason);
    }

    [Fact]
    public async Task As_long_as_the_buffer_has_room_a_client_may_take_its_time()
    {
        using var stream = new SpeechStream(Settings, Settings.RequestTimeout, () => { }, CancellationToken.None);
        stream.Spoken(Piece, new float[Bound - 1]);
        await Task.Delay(10 * Settings.SlowClientTimeout);
        Assert.Equal((true, StopReason.None), (stream.Ready, stream.Reason));
    }

    [Fact]
    public async Task What_a_client_has_taken_makes_room()
    {
        EngineSettings patient = Settings with { SlowClientTimeout = TimeSpan.FromSeconds(20) };
        using var stream = new SpeechStream(patient, patient.RequestTimeout, () => { }, CancellationToken.None);
        stream.Spoken(Piece, new float[Bound]);
        stream.Spoken(Piece, new float[1]);
        await using IAsyncEnumerator<float[]> audio = stream.ReadAsync().GetAsyncEnumerator();
        Assert.True(await audio.MoveNextAsync());

        // What is being sent has not been taken yet.
        Assert.False(stream.Ready);
        Assert.True(await audio.MoveNextAsync());
        Assert.True(stream.Ready);
    }

    [Fact]
    public async Task The_first_reason_to_stop_is_the_one_that_counts()
    {
        using var leave = new CancellationTokenSource();
        using var stream = new SpeechStream(Settings, Settings.RequestTimeout, () => { }, leave.Token);
        await leave.CancelAsync();
        stream.Stop(StopReason.Shutdown);
        Assert.Equal(StopReason.ClientGone, stream.Reason);
    }
}
