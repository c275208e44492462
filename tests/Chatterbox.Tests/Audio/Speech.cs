namespace Chatterbox.Tests.Audio;

/// <summary>Recordings of the repository.</summary>
internal static class Speech
{
    /// <summary>The full path of a recording, given from tests/data/speech.</summary>
    public static string Path(string file) => Repo.Path(["tests", "data", "speech", .. file.Split('/')]);
}
