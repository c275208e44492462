using System.Net.Http.Json;
using Chatterbox.Server.Engine;
using Chatterbox.Server.Operation;
using Chatterbox.Tests.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chatterbox.Tests.Server.Http;

/// <summary>The real server on a free port of this machine, with a tiny random checkpoint and an empty library of voices.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TinyModelFolder? _model;
    private readonly TemporaryFolder _voices = new();

    private TestServer(WebApplication app, TinyModelFolder? model, TemporaryFolder voices) =>
        (_app, _model, _voices) = (app, model, voices);

    /// <summary>Calls the server.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Its address.</summary>
    public Uri Address => Client.BaseAddress!;

    /// <summary>Its engine.</summary>
    public SpeechEngine Engine => _app.Services.GetRequiredService<SpeechEngine>();

    /// <summary>Its parts.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Its routes.</summary>
    public IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Starts a server and waits until its model is loaded, or has failed to.</summary>
    /// <param name="change">Changes the settings.</param>
    /// <param name="caseName">The tiny checkpoint; null leaves the model to <paramref name="change"/>.</param>
    /// <param name="changeServices">Changes what has no setting.</param>
    /// <param name="addRoutes">Adds routes to those of the server.</param>
    public static async Task<TestServer> StartAsync(
        Action<ServerOptions>? change = null, string? caseName = "original-tiny", Action<IServiceCollection>? changeServices = null, Action<IEndpointRouteBuilder>? addRoutes = null)
    {
        TinyModelFolder? model = caseName is null ? null : new TinyModelFolder(caseName);
        TemporaryFolder voices = new();
        var options = new ServerOptions { Urls = "http://127.0.0.1:0", ModelDir = model?.Path, Random = true, VoicesDir = voices.File(), Threads = 2, Device = TestDevice.Name, ShutdownSeconds = 5 };
        change?.Invoke(options);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        changeServices?.Invoke(builder.Services);
        WebApplication app = ServerHost.Build(builder, options);
        addRoutes?.Invoke(app);
        var server = new TestServer(app, model, voices);
        await app.StartAsync();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Client = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(3) };
        while (server.Engine.State.Status == EngineStatus.Loading)
            await Task.Delay(10);
        return server;
    }

    /// <summary>Posts fields as JSON.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, object body, CancellationToken cancellation = default) =>
        Client.PostAsJsonAsync(path, body, cancellation);

    /// <summary>Stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _model?.Dispose();
        _voices.Dispose();
    }
}
