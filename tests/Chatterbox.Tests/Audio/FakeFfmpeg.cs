using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;

namespace Chatterbox.Tests.Audio;

/// <summary>A folder with a shell script named ffmpeg, to be given as search path; the script notes its process id.</summary>
[SupportedOSPlatform("linux")]
internal sealed class FakeFfmpeg : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="script">Lines for sh. "$FOLDER" is the folder, "$REAL" the true ffmpeg, if there is one.</param>
    public FakeFfmpeg(string script)
    {
        string path = _folder.File("ffmpeg");
        string? real = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "ffmpeg"))
            .FirstOrDefault(File.Exists);
        File.WriteAllText(path, $"#!/bin/sh\nFOLDER='{_folder.Path}'\nREAL='{real}'\necho $$ > \"$FOLDER/id\"\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The folder.</summary>
    public string SearchPath => _folder.Path;

    /// <summary>A file in the folder.</summary>
    public string PathOf(string name) => _folder.File(name);

    /// <summary>A process id that the script has written to a file of the folder; waits for it.</summary>
    public async Task<int> IdAsync(string file = "id")
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(30))
        {
            if (File.Exists(_folder.File(file)) && int.TryParse(
                await File.ReadAllTextAsync(_folder.File(file)), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int id))
                return id;
            await Task.Delay(10);
        }

        throw new TimeoutException("The script did not start.");
    }

    /// <summary>Asserts that the script's process has ended and was reaped: not even a zombie is left.</summary>
    public async Task AssertReapedAsync() => Assert.False(Directory.Exists($"/proc/{await IdAsync()}"));

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
