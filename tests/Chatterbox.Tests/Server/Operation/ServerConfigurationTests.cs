using Chatterbox.Server.Operation;
using Chatterbox.Tests.Server.Commands;
using Microsoft.Extensions.Configuration;

namespace Chatterbox.Tests.Server.Operation;

/// <summary>Where settings come from. A wrong one tells by its message which source it is of, before anything starts.</summary>
public sealed class ServerConfigurationTests
{
    [Fact]
    public async Task The_file_gives_way_to_the_environment_and_that_to_the_command_line()
    {
        using TemporaryFolder folder = await FolderAsync("""{ "Chatterbox": { "MaxRequests": -1, "MaxRows": 4 } }""");
        (string, string)[] environment = [("CHATTERBOX__MAXREQUESTS", "-2")];
        (await ProgramRun.In(folder.File(), [], "serve")).AssertRefused("MaxRequests must be 1 to 10000, not -1.");
        (await ProgramRun.In(folder.File(), environment, "serve")).AssertRefused("MaxRequests must be 1 to 10000, not -2.");
        (await ProgramRun.In(folder.File(), environment, "serve", "--max-requests=-3")).AssertRefused("MaxRequests must be 1 to 10000, not -3.");
    }

    [Fact]
    public async Task A_list_in_the_environment_is_taken_apart()
    {
        using TemporaryFolder folder = await FolderAsync("""{ "Chatterbox": { "ApiKeys": ["one", "two", "three"] } }""");
        CommandRun run = await ProgramRun.In(folder.File(), [("CHATTERBOX__APIKEYS", "good, sha256:34")], "serve", "--urls", "http://127.0.0.1:0");
        run.AssertRefused("ApiKeys holds a key that is empty, or sha256: without 64 hexadecimal digits.");
    }

    [Fact]
    public async Task A_setting_of_the_wrong_kind_is_named() =>
        (await ProgramRun.In(Path.GetTempPath(), [("CHATTERBOX__MAXROWS", "many")], "serve")).AssertRefused("A setting is of the wrong kind", "MaxRows");

    [Fact]
    public void Lists_and_maps_are_read_in_both_forms()
    {
        ServerOptions lines = Read([("ApiKeys", "a, b,,c"), ("CorsOrigins", "http://one, http://two")]);
        Assert.Equal(["a", "b", "c"], lines.ApiKeys);
        Assert.Equal(["http://one", "http://two"], lines.CorsOrigins);
        Assert.Equal(["a", "b"], Read([("ApiKeys:0", "x"), ("ApiKeys:1", "y"), ("ApiKeys:2", "z"), ("ApiKeys", "a,b")]).ApiKeys);
        ServerOptions keys = Read([("ApiKeys:0", "a,b"), ("ApiKeys:1", "c"), ("VoiceAliases:alloy", "Linda")]);
        Assert.Equal(["a,b", "c"], keys.ApiKeys);
        Assert.Equal([KeyValuePair.Create("alloy", "Linda")], keys.VoiceAliases!);
        Assert.Equal(["d"], Read([("ApiKeys:0", "a"), ("ApiKeys:1", "b")], KeyValuePair.Create("ApiKeys", (string?)"d")).ApiKeys);
    }

    [Fact]
    public void A_time_of_zero_keeps_an_idle_model()
    {
        Assert.Null(new ServerOptions { IdleUnloadMinutes = 0 }.EngineSettings.IdleUnload);
        Assert.Equal(TimeSpan.FromMinutes(3), new ServerOptions { IdleUnloadMinutes = 3 }.EngineSettings.IdleUnload);
    }

    private static ServerOptions Read((string Name, string Value)[] before, params KeyValuePair<string, string?>[] given)
    {
        using var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(before.Select(pair => KeyValuePair.Create($"Chatterbox:{pair.Name}", (string?)pair.Value)));
        return ServerConfiguration.Read(configuration, given);
    }

    private static async Task<TemporaryFolder> FolderAsync(string settings)
    {
        var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("appsettings.json"), settings);
        return folder;
    }
}
