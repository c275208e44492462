using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Chatterbox.Server.Commands;
using Chatterbox.Server.Operation;

namespace Chatterbox.Tests.Server.Commands;

[Collection(ConsoleTests.Name)]
public sealed partial class ServeCommandTests
{
    /// <summary>A map of names, which docs/operating.md calls the one setting without an option.</summary>
    private const string WithoutOption = nameof(ServerOptions.VoiceAliases);

    private static readonly PropertyInfo[] Settings = [.. typeof(ServerOptions).GetProperties().Where(property => property.SetMethod is not null)];

    [Fact]
    public async Task Every_setting_has_an_option_with_its_default_in_the_help()
    {
        string help = (await CommandRun.Done("serve", "--help")).Output;
        Dictionary<string, Option> options = ServeCommand.Create().Options.ToDictionary(option => option.Name);
        var defaults = new ServerOptions();
        Assert.True(Settings.Length > 25, "The settings were not found.");
        foreach (PropertyInfo setting in Settings.Where(setting => setting.Name != WithoutOption))
        {
            string name = OptionName(setting.Name);
            Assert.True(options.Remove(name, out Option? option), $"{setting.Name} has no option {name}.");
            Assert.Contains($"  {name} ", help, StringComparison.Ordinal);
            Assert.False(string.IsNullOrWhiteSpace(option.Description), $"{name} has no description.");
            if (setting.GetValue(defaults) is int number)
                Assert.Contains($"Default: {number.ToString(CultureInfo.InvariantCulture)}", option.Description, StringComparison.Ordinal);
        }

        Assert.Empty(options.Keys);
        Assert.Contains($"`{WithoutOption}` is the one setting without an option", await File.ReadAllTextAsync(Repo.Path("docs", "operating.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls", "https://127.0.0.1:0", "TLS is the proxy's")]
    [InlineData("--urls", "", "Urls is empty")]
    [InlineData("--cors-origins", "page.example", "CorsOrigins holds 'page.example'")]
    [InlineData("--max-rows", "1", "MaxRows must be 2 to 256")]
    public async Task A_wrong_setting_ends_the_program_before_it_listens(string option, string value, string message)
    {
        // A server that started in spite of it is stopped, which is another exit code.
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        (await CommandRun.Cancelled(stop.Token, "serve", option, value)).AssertRefused("chatterbox: ", message);
    }

    private static string OptionName(string setting) => "--" + WordStart().Replace(setting, "-").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}
