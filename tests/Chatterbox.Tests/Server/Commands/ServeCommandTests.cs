namespace Chatterbox.Tests.Server.Commands;

[Collection(ConsoleTests.Name)]
public sealed class ServeCommandTests
{
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
}
