using Chatterbox.Server.Commands;
using Chatterbox.Server.Operation;

namespace Chatterbox.Tests.Server.Operation;

public sealed class ServerOptionsCheckTests
{
    [Fact]
    public void The_defaults_are_right() => ServerOptionsCheck.Require(new ServerOptions());

    [Fact]
    public void A_wrong_setting_is_named_at_the_start()
    {
        Refused("MaxRequests must be 1 to 10000, not 0", options => options.MaxRequests = 0);
        Refused("MaxRows must be 2 to 256", options => options.MaxRows = 1);
        Refused("Threads must be 1 to 1024", options => options.Threads = -1);
        Refused("Device is 'gpu', not one of cpu|torch-cpu|cuda[:N]|auto", options => options.Device = "gpu");
        Refused("DefaultLanguage is 'xx'", options => options.DefaultLanguage = "xx");
        Refused("VoicesDir names no folder", options => options.VoicesDir = " ");
        Refused("Urls holds 'ftp://x'", options => options.Urls = "http://127.0.0.1:1;ftp://x");
        Refused("Urls is empty", options => options.Urls = " ; ");
        Refused("Urls holds 'https://x:1'. TLS is the proxy's: give an http address", options => options.Urls = "http://127.0.0.1:1;https://x:1");
        Refused("CorsOrigins holds 'page.example', which is no origin", options => options.CorsOrigins = ["http://page.example", "page.example"]);
        Refused("CorsOrigins holds '*'", options => options.CorsOrigins = ["http://page.example", "*"]);
        Refused("ApiKeys holds a key that is empty", options => options.ApiKeys = ["sha256:12"]);
        Refused("VoiceAliases: ", options => options.VoiceAliases = new Dictionary<string, string> { ["alloy"] = "../secret" });
    }

    [Theory]
    [InlineData("http://127.0.0.1:1;http://[::1]:1; http://*:1 ;", "*")]
    [InlineData("http://localhost:1", "http://page.example/")]
    public void Other_addresses_and_origins_are_taken(string urls, string origin) =>
        ServerOptionsCheck.Require(new ServerOptions { Urls = urls, CorsOrigins = [origin] });

    private static void Refused(string message, Action<ServerOptions> change)
    {
        var options = new ServerOptions();
        change(options);
        Assert.Contains(message, Assert.Throws<UsageException>(() => ServerOptionsCheck.Require(options)).Message, StringComparison.Ordinal);
    }
}
