using Chatterbox.Audio;
using Chatterbox.Audio.Files;

namespace Chatterbox.Server.Commands;

/// <summary>Recordings named on the command line.</summary>
internal static class Recording
{
    /// <summary>Reads a recording of any format; errors name the file.</summary>
    /// <exception cref="UsageException">It is a folder.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="AudioFormatException">It is no audio that can be read.</exception>
    public static AudioClip Read(string path, CancellationToken cancellation)
    {
        InputFile.Require(path);
        try
        {
            return new AudioDecoder().Read(path, cancellation);
        }
        catch (AudioFormatException error)
        {
            throw new AudioFormatException($"'{path}': {error.Message}", error);
        }
    }
}
