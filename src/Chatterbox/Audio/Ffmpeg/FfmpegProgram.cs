using System.Diagnostics;

namespace Chatterbox.Audio.Ffmpeg;

/// <summary>The program ffmpeg at a known place, ready to be started.</summary>
internal sealed class FfmpegProgram(string executable)
{
    /// <summary>How to get ffmpeg; a part of messages.</summary>
    public const string InstallHint =
        "Install it (Debian and Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg)";

    /// <summary>What the program needs of our environment to run. The rest may hold secrets, or change what it does.</summary>
    private static readonly string[] KeptVariables = ["PATH", "LD_LIBRARY_PATH", "SystemRoot"];

    /// <summary>The message for a program that <see cref="Start"/> could not start.</summary>
    public string NotStarted => $"The program {Path.GetFileName(executable)} in the PATH could not be started. Check that it is executable.";

    /// <summary>The first ffmpeg in the folders of a PATH variable, or null.</summary>
    public static FfmpegProgram? Find(string? searchPath)
    {
        string name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        foreach (string folder in (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            // A relative folder would let the working directory choose the program.
            if (Path.IsPathFullyQualified(folder) && File.Exists(Path.Combine(folder, name)))
                return new FfmpegProgram(Path.Combine(folder, name));
        }

        return null;
    }

    /// <summary>Starts it, without a shell, with all of its streams in our hands; it says only errors and asks nothing.</summary>
    /// <param name="arguments">What to read, do and write.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It could not be started; see <see cref="NotStarted"/>.</exception>
    public FfmpegProcess Start(IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(executable)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (string argument in (string[])["-nostdin", "-hide_banner", "-v", "error", .. arguments])
            start.ArgumentList.Add(argument);
        Dictionary<string, string?> kept = start.Environment
            .Where(variable => KeptVariables.Contains(variable.Key, StringComparer.OrdinalIgnoreCase)).ToDictionary();
        start.Environment.Clear();
        foreach ((string name, string? value) in kept)
            start.Environment.Add(name, value);
        return new FfmpegProcess(Process.Start(start)!);
    }
}
