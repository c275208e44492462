using Chatterbox.Server.Download;

namespace Chatterbox.Tests.Server.Download;

public sealed class FamilyDownloadTests : IDisposable
{
    private static readonly byte[] Small = TestDownload.Bytes(7, 500);
    private static readonly PublishedFile SmallFile = TestDownload.Of("small.json", Small);

    private readonly TestDownload _download = new();

    public void Dispose() => _download.Dispose();

    [Fact]
    public async Task All_files_are_fetched_one_after_the_other()
    {
        await using HubServer server = new(Good);
        await _download.FetchAsync(server, TestDownload.File, SmallFile);
        Assert.Equal(["model.bin", "small.json"], _download.Names);
        Assert.Equal(Small, File.ReadAllBytes(_download.Path("small.json")));
        Assert.Equal(["model.bin: 100.0 kB, verified", "small.json: 500 B, verified"], _download.Observer.Finished);
        Assert.Equal((100_500, 100_500), (_download.Observer.Total, _download.Observer.Done));
    }

    [Fact]
    public async Task What_is_there_and_right_is_not_fetched_again()
    {
        _download.Write("model.bin", TestDownload.Content);
        await using HubServer server = new(Good);
        await _download.FetchAsync(server.Address, null, force: true, CancellationToken.None, TestDownload.File, SmallFile);
        Assert.EndsWith("/small.json", Assert.Single(server.Requests).Target, StringComparison.Ordinal);
        Assert.Equal(["model.bin: there, verified", "small.json: 500 B, verified"], _download.Observer.Finished);
        Assert.Equal(100_500, _download.Observer.Done);
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(99_999)]
    public async Task Another_file_of_the_name_is_replaced_only_by_force(int bytes)
    {
        byte[] mine = TestDownload.Bytes(9, bytes);
        _download.Write("model.bin", mine);
        await using HubServer server = new(Good);
        DownloadException error = await Assert.ThrowsAsync<DownloadException>(() => _download.FetchAsync(server, SmallFile, TestDownload.File));
        Assert.Contains($"The folder '{_download.Folder}' has other files than the published model.bin. --force replaces them", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Equal(mine, File.ReadAllBytes(_download.Path("model.bin")));

        await _download.FetchAsync(server.Address, null, force: true, CancellationToken.None, TestDownload.File);
        Assert.Equal(TestDownload.Content, File.ReadAllBytes(_download.Path("model.bin")));
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_file_that_cannot_be_verified_is_fetched_again_only_by_force(bool force, int requests)
    {
        _download.Write("small.json", TestDownload.Bytes(9, 500));
        await using HubServer server = new(Good);
        await _download.FetchAsync(server.Address, null, force, CancellationToken.None, SmallFile with { Sha256 = null });
        Assert.Equal(requests, server.Requests.Length);
        Assert.Contains("not verified", Assert.Single(_download.Observer.Finished), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_downloads_do_not_share_a_folder()
    {
        await using HubServer server = new(Good);
        Directory.CreateDirectory(_download.Folder);
        using (FolderLock.Take(_download.Folder))
        {
            DownloadException error = await Assert.ThrowsAsync<DownloadException>(() => _download.FetchAsync(server, SmallFile));
            Assert.Contains($"Another download is writing into '{_download.Folder}'", error.Message, StringComparison.Ordinal);
            Assert.Empty(server.Requests);
        }
        File.WriteAllText(_download.Path(FolderLock.FileName), ""); // left behind by a crash
        await _download.FetchAsync(server, SmallFile);
        Assert.Equal(["small.json"], _download.Names);
    }

    [Fact]
    public async Task Files_that_the_disk_cannot_hold_are_not_begun()
    {
        await using HubServer server = new(Good);
        PublishedFile[] files = [.. Enumerable.Range(0, 64).Select(i => new PublishedFile($"f{i}", PublishedModels.MaxFileBytes, null))];
        DownloadException error = await Assert.ThrowsAsync<DownloadException>(() => _download.FetchAsync(server, files));
        Assert.Contains("The files take 70368.74 GB more, but only ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"free at '{_download.Folder}'", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Empty(_download.Names);
    }

    [Fact]
    public void Offline_says_what_a_folder_lacks()
    {
        _download.Write("model.bin", TestDownload.Content);
        _download.Family(TestDownload.File, TestDownload.Of("model.bin", TestDownload.Content)).Verify(CancellationToken.None);
        Assert.Equal(["model.bin: there, verified", "model.bin: there, verified"], _download.Observer.Finished);

        _download.Write("small.json", TestDownload.Bytes(9, 500));
        DownloadException error = Assert.Throws<DownloadException>(() => _download.Family(TestDownload.File, SmallFile, SmallFile with { Name = "absent" }).Verify(CancellationToken.None));
        Assert.Contains($"The folder '{_download.Folder}' lacks absent and has other files than the published small.json.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["model.bin", "small.json"], _download.Names);
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_replaced()
    {
        Directory.CreateDirectory(_download.Folder);
        File.CreateSymbolicLink(_download.Path("small.json"), "gone");
        await using HubServer server = new(Good);
        await _download.FetchAsync(server, SmallFile);
        Assert.Equal(Small, File.ReadAllBytes(_download.Path("small.json")));
        Assert.Null(new FileInfo(_download.Path("small.json")).LinkTarget);
    }

    private static HubReply Good(HubRequest request) =>
        HubReply.File(request, request.Target.EndsWith("/model.bin", StringComparison.Ordinal) ? TestDownload.Content : Small);
}
