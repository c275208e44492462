using Chatterbox.Tensors.Files;

namespace Chatterbox.Server.Commands;

/// <summary>Tells whether a file can be written before the work is done whose result it is to hold.</summary>
internal static class OutputFile
{
    /// <summary>Tries to write beside <paramref name="path"/>, where the file is written before it gets its name.</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void RequireWritable(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new UsageException("--out names no file.");
        string full = Target(path);
        if (Directory.Exists(full) || Path.EndsInDirectorySeparator(full))
            throw new UsageException($"'{path}' is a folder. Name a file with --out.");
        string folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder))
        {
            throw new UsageException(
                $"There is no folder '{folder}' to write '{Path.GetFileName(full)}' into. Make it first, or name another file with --out.");
        }

        try
        {
            using WholeFile probe = new(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be written: {error.Message}");
        }
    }

    private static string Target(string path)
    {
        try
        {
            return WholeFile.Target(path);
        }
        catch (IOException error)
        {
            throw new UsageException($"{error.Message} Name a file with --out.");
        }
    }
}
