using Chatterbox.Server.Voices;

namespace Chatterbox.Tests.Server.Voices;

/// <summary>What this assembly does when a test starts it as a child process: it changes a folder of voices until it is killed.</summary>
internal static class VoiceWriterProgram
{
    /// <summary>Argument that makes it create, rename and delete for ever, and say what it has done.</summary>
    public const string Endless = "endless";

    /// <summary>Argument that makes it create one voice of thirty seconds and say how that ended.</summary>
    public const string Once = "once";

    /// <summary>The entry point.</summary>
    /// <param name="args">The folder, and one of the arguments above.</param>
    public static int Main(string[] args)
    {
        using VoiceLibrary library = new(args[0]);
        if (args[1] == Once)
            return CreateOnce(library);
        for (int i = 0; ; i++)
        {
            LibraryFolder.Create(library, $"kept {args[2]} {i}");
            Console.WriteLine($"kept {args[2]} {i}");
            LibraryFolder.Create(library, $"brief {args[2]} {i}");
            library.AddAlias($"kept {args[2]} {i}", $"alias {args[2]} {i}");
            library.SetDefault($"brief {args[2]} {i}");
            library.Delete($"brief {args[2]} {i}");
        }
    }

    private static int CreateOnce(VoiceLibrary library)
    {
        try
        {
            library.Create("big", null, LibraryFolder.Upload(LibraryFolder.Wav(30)), ModelFamily.Original);
            Console.WriteLine("created");
        }
        catch (VoiceStorageException error)
        {
            Console.WriteLine(error.Message);
        }

        return 0;
    }
}
