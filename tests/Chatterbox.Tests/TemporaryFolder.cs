namespace Chatterbox.Tests;

/// <summary>A folder of its own for one test, deleted with all it holds.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("chatterbox-tests-").FullName;

    /// <summary>The full path of a file or folder inside.</summary>
    public string File(params ReadOnlySpan<string> parts) => Path.Combine([_path, .. parts]);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_path, recursive: true);
}
