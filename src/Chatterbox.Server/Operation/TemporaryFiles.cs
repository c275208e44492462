using Chatterbox.Server.Voices;

namespace Chatterbox.Server.Operation;

/// <summary>
/// Where uploads lie while they are read and decoded. The web server and the decoder put them into the system's folder for temporary
/// files, where those of a killed process would stay for good.
/// </summary>
internal static class TemporaryFiles
{
    private static readonly string[] Variables = OperatingSystem.IsWindows() ? ["TMP", "TEMP"] : ["TMPDIR"];

    /// <summary>From now on this process has its temporary files in the folder of voices, which the next server tidies up.</summary>
    public static void KeepIn(VoiceLibrary library)
    {
        try
        {
            string folder = library.MakeScratch();
            foreach (string variable in Variables)
                Environment.SetEnvironmentVariable(variable, folder);
        }
        catch (VoiceStorageException)
        {
            // A folder that can only be read serves as well: voices cannot be made, and what comes with a request goes to the system's folder.
        }
    }
}
