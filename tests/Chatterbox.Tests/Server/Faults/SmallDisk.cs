using System.Diagnostics;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>A file system in memory that is soon full, mounted over a folder.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    public SmallDisk(string folder, int kilobytes)
    {
        _folder = folder;
        Assert.True(Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", folder), "No file system could be mounted.");
    }

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Whether file systems may be mounted here.</summary>
    public static bool IsPossible()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        string folder = Directory.CreateTempSubdirectory("chatterbox-tests-").FullName;
        try
        {
            return Run("mount", "-t", "tmpfs", "tmpfs", folder) && Run("umount", folder);
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    /// <summary>Takes all the room that is left, once nobody gives any back: a deleted file keeps its room until it is closed.</summary>
    public async Task FillAsync()
    {
        var disk = new DriveInfo(_folder);
        for (long before = -1; before != disk.AvailableFreeSpace; await Task.Delay(500))
            before = disk.AvailableFreeSpace;
        using FileStream file = new(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] page = new byte[4096];
        try
        {
            while (true)
                file.Write(page);
        }
        catch (IOException)
        {
            // That is the aim.
        }
    }

    /// <summary>Gives that room back.</summary>
    public void MakeRoom() => File.Delete(Filler);

    // Lazily, since a server may still be about to leave.
    public void Dispose() => Run("umount", "-l", _folder);

    private static bool Run(string program, params string[] args)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
