using System.Diagnostics;
using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Pipeline;
using Chatterbox.Server.Engine;
using Chatterbox.Tests.Pipeline;
using Chatterbox.Tests.Server.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chatterbox.Tests.Server.Engine;

[Collection(ServerTests.Name)]
public sealed class SpeechEngineTests : IDisposable
{
    private static readonly string LongText = string.Join(' ', Enumerable.Repeat("One two three four five six seven.", 200));

    private readonly TinyModelFolder _folder = new("original-tiny");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_that_nobody_uses_is_unloaded_and_the_next_request_loads_it_again()
    {
        using SpeechEngine engine = await StartAsync(TimeSpan.FromSeconds(1));
        await Poll.UntilAsync(() => engine.State.Status == EngineStatus.Idle);
        Assert.Null(engine.Counters);
        using SpeechStream stream = Submit(engine, "Hello.", maxTokens: 4, CancellationToken.None);
        Assert.True((await stream.Report).Samples > 0);
        await Poll.UntilAsync(() => engine.State.Status == EngineStatus.Idle);
    }

    [Fact]
    public async Task The_time_without_use_begins_when_the_last_request_ends()
    {
        TimeSpan idle = TimeSpan.FromSeconds(4);
        using SpeechEngine engine = await StartAsync(idle);
        using var leave = new CancellationTokenSource();
        using SpeechStream stream = Submit(engine, LongText, maxTokens: null, leave.Token);
        await Task.Delay(idle + TimeSpan.FromSeconds(2));
        Assert.Equal((1, EngineStatus.Ready), (engine.Requests, engine.State.Status));
        long end = Stopwatch.GetTimestamp();
        await leave.CancelAsync();
        await Poll.UntilAsync(() => engine.State.Status == EngineStatus.Idle);
        Assert.True(Stopwatch.GetElapsedTime(end) >= idle, $"It was unloaded after {Stopwatch.GetElapsedTime(end).TotalSeconds:F1} s without use.");
    }

    private async Task<SpeechEngine> StartAsync(TimeSpan idle)
    {
        var engine = new SpeechEngine(
            new ModelSource(_folder.Path, null, null, AllowRandom: true), new EngineSettings { Threads = 2, Device = TestDevice.Device, IdleUnload = idle }, NullLogger<SpeechEngine>.Instance);
        engine.Start();
        await Poll.UntilAsync(() => engine.State.Status != EngineStatus.Loading);
        return engine;
    }

    private static SpeechStream Submit(SpeechEngine engine, string text, int? maxTokens, CancellationToken clientGone)
    {
        ModelProfile model = engine.RequireProfile();
        var request = new SynthesisRequest
        {
            Text = text,
            Voice = model.BuiltInVoice!,
            Sampling = SamplingSettings.For(model.Family),
            Lengths = LengthRule.For(model.Family),
            Seed = 1,
            MaxTokens = maxTokens,
        };
        return engine.Submit(engine.Reserve(), new SpeechPlanner(model).Plan(request), streaming: false, engine.RequestTimeout, clientGone);
    }
}
