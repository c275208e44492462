namespace Chatterbox.Tests;

/// <summary>Finds files of the repository from wherever the tests run.</summary>
internal static class Repo
{
    private static readonly string Root = FindRoot();

    /// <summary>The full path of a file or folder given from the root of the repository.</summary>
    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Chatterbox.sln")))
                return folder.FullName;
        throw new InvalidOperationException("The tests must run from inside the repository.");
    }
}
