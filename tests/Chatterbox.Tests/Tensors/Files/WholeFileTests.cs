using System.Net.Sockets;
using Chatterbox.Tensors.Files;

namespace Chatterbox.Tests.Tensors.Files;

public sealed class WholeFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_has_its_name_once_it_is_complete()
    {
        string path = _folder.File("a");
        using (WholeFile file = new(path))
        {
            file.Stream.Write("new"u8);
            Assert.False(File.Exists(path));
            file.Commit();
        }

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.File()));
    }

    [Fact]
    public void What_is_not_complete_leaves_the_older_file()
    {
        string path = _folder.File("a");
        File.WriteAllText(path, "old");
        using (WholeFile file = new(path))
            file.Stream.Write("new"u8);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.File()));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        Directory.CreateDirectory(_folder.File("elsewhere"));
        string target = _folder.File("elsewhere", "a"), link = _folder.File("link"), chain = _folder.File("chain");
        File.CreateSymbolicLink(link, Path.Combine("elsewhere", "a"));
        File.CreateSymbolicLink(chain, link);
        foreach (string content in (ReadOnlySpan<string>)["first", "second"])
        {
            Write(chain, content);
            Assert.Equal(content, File.ReadAllText(target));
        }

        Assert.Equal(Path.Combine("elsewhere", "a"), new FileInfo(link).LinkTarget);
        Assert.Equal(link, new FileInfo(chain).LinkTarget);
        Assert.Equal([target], Directory.GetFiles(_folder.File("elsewhere")));
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        File.CreateSymbolicLink(_folder.File("one"), _folder.File("two"));
        File.CreateSymbolicLink(_folder.File("two"), _folder.File("one"));
        Assert.Throws<IOException>(() => WholeFile.Target(_folder.File("one")));
    }

    [Fact]
    public void A_pipe_is_left_alone()
    {
        if (!OperatingSystem.IsLinux())
            return;
        string pipe = _folder.File("pipe"), link = _folder.File("link");
        NamedPipe.Create(pipe);
        File.CreateSymbolicLink(link, pipe);
        foreach (string path in (ReadOnlySpan<string>)[pipe, link])
            Assert.Contains($"'{path}' is a device, a pipe or a socket", Assert.Throws<IOException>(() => Write(path, "x")).Message, StringComparison.Ordinal);
        Assert.Equal([link, pipe], Directory.GetFiles(_folder.File()).Order());
        Assert.True(SpecialFile.IsAt(pipe));
    }

    [Fact]
    public void A_socket_is_left_alone()
    {
        if (!OperatingSystem.IsLinux())
            return;
        string path = _folder.File("socket");
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        Assert.Throws<IOException>(() => Write(path, "x"));
        Assert.True(SpecialFile.IsAt(path));
    }

    /// <summary>Asks only, since a failure would take the device away from everybody.</summary>
    [Fact]
    public void Devices_are_special_and_files_and_folders_are_not()
    {
        if (!OperatingSystem.IsLinux())
            return;
        File.WriteAllText(_folder.File("\u00FC"), "x");
        Assert.True(SpecialFile.IsAt("/dev/null"));
        Assert.Throws<IOException>(() => WholeFile.Target("/dev/null"));
        foreach (string path in (ReadOnlySpan<string>)[_folder.File(), _folder.File("\u00FC"), _folder.File("absent"), "/dev"])
            Assert.False(SpecialFile.IsAt(path), path);
    }

    private static void Write(string path, string content)
    {
        using WholeFile file = new(path);
        file.Stream.Write(System.Text.Encoding.UTF8.GetBytes(content));
        file.Commit();
    }
}
