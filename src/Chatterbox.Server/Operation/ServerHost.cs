using System.Threading.RateLimiting;
using Chatterbox.Audio.Encoding;
using Chatterbox.Server.Engine;
using Chatterbox.Server.Http;
using Chatterbox.Server.Http.Clients;
using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Http.Models;
using Chatterbox.Server.Http.OpenAi;
using Chatterbox.Server.Http.OpenApi;
using Chatterbox.Server.Http.Service;
using Chatterbox.Server.Http.Speech;
using Chatterbox.Server.Http.Voices;
using Chatterbox.Server.Voices;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Serilog;

namespace Chatterbox.Server.Operation;

/// <summary>Puts the server together.</summary>
internal static class ServerHost
{
    private const double SlowestBytesPerSecond = 240;

    private static readonly TimeSpan Headers = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>A server that is still to be started, with settings that have been checked.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, ServerOptions options)
    {
        ServerOptionsCheck.Require(options);
        builder.WebHost.UseUrls(options.Addresses);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = (long)options.MaxBodyMegabytes << 20;
            kestrel.Limits.RequestHeadersTimeout = Headers;
            // A listener may pause; the default would end the answer after five seconds.
            kestrel.Limits.MinResponseDataRate = new MinDataRate(SlowestBytesPerSecond, TimeSpan.FromSeconds(options.SlowClientSeconds + 1));
            kestrel.Limits.MaxConcurrentConnections = 4096;
        });
        builder.Logging.ClearProviders().AddSerilog(CreateLog(), dispose: true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.ShutdownSeconds + 10));
        builder.Services.Configure<FormOptions>(form =>
        {
            form.MultipartBodyLengthLimit = (long)options.MaxBodyMegabytes << 20;
            form.ValueCountLimit = 256;
            form.ValueLengthLimit = 4 * options.MaxTextCharacters + 1024;
        });
        AddServices(builder.Services, options);
        WebApplication app = builder.Build();
        Use(app, options);
        return app;
    }

    private static void AddServices(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new ApiKeys(options.ApiKeys));
        services.AddSingleton(provider => new SpeechEngine(options.ModelSource, options.EngineSettings, provider.GetRequiredService<ILogger<SpeechEngine>>()));
        services.AddSingleton(new ModelShelf(options.ModelSource, options.ModelsDir));
        services.AddSingleton(_ => new VoiceLibrary(options.VoicesDir, options.VoiceLimits));
        services.AddSingleton(_ => new AudioEncoders());
        services.AddSingleton<ServerMetrics>();
        services.AddSingleton<SpeechInputReader>();
        services.AddSingleton<InlineVoices>();
        services.AddSingleton<SpeechService>();
        services.AddSingleton<SpeechResponder>();
        services.AddSingleton<VoiceUploads>();
        services.AddHostedService<EngineLifetime>();
        ApiDocument.AddServices(services, options);
        services.AddCors(cors => cors.AddDefaultPolicy(policy =>
            policy.WithOrigins([.. options.CorsOrigins.Select(origin => PageOrigin.Canonical(origin) ?? origin)]).AllowAnyHeader().AllowAnyMethod().WithExposedHeaders(HeaderNames.All)));
        services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Limit(context, options));
            limiter.OnRejected = (_, _) => throw new ApiException(
                StatusCodes.Status429TooManyRequests, ErrorCodes.RateLimited, "Too many requests from this address. Wait a little.") { RetryAfter = Minute };
        });
    }

    private static void Use(WebApplication app, ServerOptions options)
    {
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<ErrorMiddleware>();
        app.UseRouting();
        app.UseCors();
        app.UseMiddleware<OriginMiddleware>();
        if (options.RequestsPerMinute > 0)
            app.UseRateLimiter();
        ApiDocument.Use(app);
        app.UseMiddleware<ApiKeyMiddleware>();
        SpeechEndpoints.Map(app);
        ModelEndpoints.Map(app);
        LoadedModelEndpoints.Map(app);
        VoiceEndpoints.Map(app);
        HealthEndpoints.Map(app);
        DevnenEndpoints.Map(app);
        XttsEndpoints.Map(app);
        TravisvnEndpoints.Map(app);
    }

    private static RateLimitPartition<string> Limit(HttpContext context, ServerOptions options) =>
        RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = options.RequestsPerMinute, Window = Minute });

    private static Serilog.Core.Logger CreateLog() => new LoggerConfiguration()
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft.AspNetCore", Serilog.Events.LogEventLevel.Warning)
        .MinimumLevel.Override("Microsoft.Hosting", Serilog.Events.LogEventLevel.Information)
        .WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}", formatProvider: System.Globalization.CultureInfo.InvariantCulture)
        .CreateLogger();
}
