using Chatterbox.Server.Commands;

namespace Chatterbox.Server.Operation;

/// <summary>Reads the settings from their three sources.</summary>
internal static class ServerConfiguration
{
    /// <summary>The settings: appsettings.json, then CHATTERBOX__NAME of the environment, then the command line.</summary>
    /// <param name="configuration">The first two.</param>
    /// <param name="given">The last, by the setting's name.</param>
    /// <exception cref="UsageException">A setting is of the wrong kind.</exception>
    public static ServerOptions Read(IConfigurationManager configuration, IEnumerable<KeyValuePair<string, string?>> given)
    {
        configuration.AddInMemoryCollection(given.Select(pair => KeyValuePair.Create($"{ServerOptions.Section}:{pair.Key}", pair.Value)));
        IConfigurationSection section = configuration.GetSection(ServerOptions.Section);
        try
        {
            ServerOptions options = section.Get<ServerOptions>() ?? new ServerOptions();

            // A list in the environment is one value; the binder knows lists of numbered keys only.
            if (section[nameof(ServerOptions.ApiKeys)] is { } keys)
                options.ApiKeys = Split(keys);
            if (section[nameof(ServerOptions.CorsOrigins)] is { } origins)
                options.CorsOrigins = Split(origins);
            return options;
        }
        catch (InvalidOperationException wrong)
        {
            throw new UsageException($"A setting is of the wrong kind: {wrong.Message}");
        }
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
