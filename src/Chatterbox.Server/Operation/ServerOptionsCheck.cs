using Chatterbox.Server.Commands;
using Chatterbox.Server.Voices;
using Chatterbox.Text;

namespace Chatterbox.Server.Operation;

/// <summary>Checks the settings before anything starts.</summary>
internal static class ServerOptionsCheck
{
    private const int MaxSeconds = 1_000_000;

    /// <summary>Checks all of them.</summary>
    /// <exception cref="UsageException">One cannot be; the message names it and its range.</exception>
    public static void Require(ServerOptions options)
    {
        Range(nameof(options.Threads), options.Threads ?? 1, 1, 1024);
        Range(nameof(options.RequestsPerMinute), options.RequestsPerMinute, 0, 1_000_000);
        Range(nameof(options.MaxTextCharacters), options.MaxTextCharacters, 1, 1_000_000);
        Range(nameof(options.MaxBodyMegabytes), options.MaxBodyMegabytes, 1, 2047);
        Range(nameof(options.MaxClipMegabytes), options.MaxClipMegabytes, 1, 1024);
        Range(nameof(options.MaxClipSeconds), options.MaxClipSeconds, 6, 3600);
        Range(nameof(options.MaxSolverSteps), options.MaxSolverSteps, 1, 1000);
        Range(nameof(options.MaxRequests), options.MaxRequests, 1, 10_000);
        Range(nameof(options.MaxRows), options.MaxRows, 2, 256);
        Range(nameof(options.MaxCacheMegabytes), options.MaxCacheMegabytes, 1, 1_000_000);
        Range(nameof(options.RequestTimeoutSeconds), options.RequestTimeoutSeconds, 1, MaxSeconds);
        Range(nameof(options.BufferSeconds), options.BufferSeconds, 1, MaxSeconds);
        Range(nameof(options.SlowClientSeconds), options.SlowClientSeconds, 1, MaxSeconds);
        Range(nameof(options.ShutdownSeconds), options.ShutdownSeconds, 0, 3600);
        Range(nameof(options.IdleUnloadMinutes), options.IdleUnloadMinutes, 0, 100_000);
        EngineFactory.Find(Device.Parse(options.Device) ?? throw new UsageException($"Device is '{options.Device}', not one of {Device.Forms}."), options.Precision);
        if (!Languages.TryFind(options.DefaultLanguage, out _))
            throw new UsageException($"DefaultLanguage is '{options.DefaultLanguage}'. Known: {LanguageCode.Known}.");
        if (string.IsNullOrWhiteSpace(options.VoicesDir))
            throw new UsageException("VoicesDir names no folder.");
        if (options.ModelsDir is { } models && !Directory.Exists(models))
            throw new UsageException($"ModelsDir is '{models}', and there is no such folder.");
        RequireAliases(options);
        if (options.Addresses.Length == 0)
            throw new UsageException("Urls is empty. Give an address such as http://127.0.0.1:8004.");
        foreach (string url in options.Addresses)
            RequireUrl(url);
        if (options.CorsOrigins is not [PageOrigin.Any])
            foreach (string origin in options.CorsOrigins)
                RequireOrigin(origin);
        foreach (string key in options.ApiKeys)
            if (!ApiKeys.IsKey(key))
                throw new UsageException("ApiKeys holds a key that is empty, or sha256: without 64 hexadecimal digits.");
    }

    private static void RequireAliases(ServerOptions options)
    {
        try
        {
            VoiceAliases.Require(options.VoiceAliases);
        }
        catch (VoiceNameException wrong)
        {
            throw new UsageException($"VoiceAliases: {wrong.Message}");
        }
    }

    private static void RequireUrl(string url)
    {
        string host = url.Replace("*", "any", StringComparison.Ordinal).Replace("+", "any", StringComparison.Ordinal);
        if (!Uri.TryCreate(host, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https"))
            throw new UsageException($"Urls holds '{url}', which is no address such as http://127.0.0.1:8004.");
        if (parsed.Scheme == Uri.UriSchemeHttps)
            throw new UsageException($"Urls holds '{url}'. TLS is the proxy's: give an http address.");
    }

    private static void RequireOrigin(string origin)
    {
        if (PageOrigin.Canonical(origin) is null)
            throw new UsageException($"CorsOrigins holds '{origin}', which is no origin such as http://localhost:8000. For all origins give * alone.");
    }

    private static void Range(string name, int value, int low, int high)
    {
        if (value < low || value > high)
            throw new UsageException($"{name} must be {low} to {high}, not {value}.");
    }
}
