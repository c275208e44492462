using Chatterbox.Server.Download;

namespace Chatterbox.Tests.Server.Download;

public sealed class PublishedNameTests
{
    [Theory]
    [InlineData("t3_mtl23ls_v2.safetensors", true)]
    [InlineData("Cangjie5_TC.json", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("a..b", false)]
    [InlineData("../conds.pt", false)]
    [InlineData("folder/conds.pt", false)]
    [InlineData("folder\\conds.pt", false)]
    [InlineData("C:conds.pt", false)]
    [InlineData(".chatterbox-download.lock", false)]
    [InlineData("conds.pt.PART", false)]
    [InlineData("conds.pt.part.etag", false)]
    [InlineData("conds.", false)]
    [InlineData("conds pt", false)]
    [InlineData("conds.pt\n", false)]
    [InlineData("conds\u00e9.pt", false)]
    [InlineData("a?b", false)]
    public void A_file_has_a_plain_name(string name, bool valid) => Assert.Equal(valid, PublishedName.IsFile(name));

    [Theory]
    [InlineData("ResembleAI/chatterbox-turbo", true)]
    [InlineData("chatterbox", false)]
    [InlineData("a/b/c", false)]
    [InlineData("a/..", false)]
    [InlineData("/b", false)]
    [InlineData("a/b?c", false)]
    public void A_repository_has_an_owner_and_a_name(string name, bool valid) => Assert.Equal(valid, PublishedName.IsRepository(name));

    [Theory]
    [InlineData("main", true)]
    [InlineData("5bb1f6ee58e50c3b8d408bc82a6d3740c2db6e18", true)]
    [InlineData("refs/pr/1", true)]
    [InlineData("", false)]
    [InlineData("../main", false)]
    [InlineData("main/", false)]
    [InlineData("a b", false)]
    public void A_revision_has_plain_parts(string name, bool valid) => Assert.Equal(valid, PublishedName.IsRevision(name));

    [Fact]
    public void Long_names_are_refused()
    {
        Assert.True(PublishedName.IsFile(new string('a', 128)));
        Assert.False(PublishedName.IsFile(new string('a', 129)));
        Assert.False(PublishedName.IsRevision(string.Join('/', Enumerable.Repeat("a", 65))));
    }
}
