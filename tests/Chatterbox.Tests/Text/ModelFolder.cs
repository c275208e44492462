namespace Chatterbox.Tests.Text;

/// <summary>A folder of tokenizer files that a test may change; it is deleted at the end.</summary>
internal sealed class ModelFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatterbox-text-");

    public string Path => _folder.FullName;

    /// <summary>Copies a file of the repository's models/tokenizers folder.</summary>
    public ModelFolder Copy(string name, params ReadOnlySpan<string> source)
    {
        File.Copy(Repo.Path(["models", "tokenizers", .. source]), Full(name));
        return this;
    }

    public ModelFolder Write(string name, string text)
    {
        File.WriteAllText(Full(name), text);
        return this;
    }

    public string Full(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
