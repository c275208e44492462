using Chatterbox.Server.Commands;
using Chatterbox.Server.Download;

namespace Chatterbox.Tests.Server.Download;

public sealed class HubEndpointTests
{
    [Theory]
    [InlineData("https://huggingface.co", "main", "https://huggingface.co/owner/name/resolve/main/ve.safetensors")]
    [InlineData("https://mirror.test:8443/", "v1.0", "https://mirror.test:8443/owner/name/resolve/v1.0/ve.safetensors")]
    [InlineData("http://store.test/api/hub//", "refs/pr/1", "http://store.test/api/hub/owner/name/resolve/refs%2Fpr%2F1/ve.safetensors")]
    public void A_file_has_an_address(string endpoint, string revision, string address) =>
        Assert.Equal(address, HubEndpoint.Parse(endpoint).Address(new HubFile("owner/name", revision, "ve.safetensors")).AbsoluteUri);

    [Theory]
    [InlineData("")]
    [InlineData("huggingface.co")]
    [InlineData("/tmp")]
    [InlineData("file:///tmp")]
    [InlineData("ftp://huggingface.co")]
    [InlineData("https://user:word@huggingface.co")]
    [InlineData("https://huggingface.co/?a=b")]
    [InlineData("https://huggingface.co/#a")]
    public void What_is_no_server_is_refused(string endpoint)
    {
        UsageException error = Assert.Throws<UsageException>(() => HubEndpoint.Parse(endpoint));
        Assert.Contains("must look like https://huggingface.co", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("word@", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://HUB.test:443/other", true)]
    [InlineData("http://hub.test/x", false)]
    [InlineData("https://hub.test:444/x", false)]
    [InlineData("https://hub.test.evil.test/x", false)]
    [InlineData("https://cdn.hub.test/x", false)]
    public void Only_the_same_scheme_host_and_port_are_its_own(string address, bool own) =>
        Assert.Equal(own, HubEndpoint.Parse("https://hub.test/path").Owns(new Uri(address)));
}
