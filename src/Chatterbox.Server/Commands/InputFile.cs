namespace Chatterbox.Server.Commands;

/// <summary>Files named on the command line.</summary>
internal static class InputFile
{
    /// <summary>Sees that something to read is there.</summary>
    /// <exception cref="UsageException">It is a folder.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static void Require(string path)
    {
        if (Directory.Exists(path))
            throw new UsageException($"'{path}' is a folder. Name a file in it.");
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}'.");
    }
}
