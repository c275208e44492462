using Chatterbox.Audio;
using Chatterbox.Pipeline;
using Chatterbox.Server.Voices;
using Chatterbox.Tensors;

namespace Chatterbox.Server.Commands;

/// <summary>Runs a verb and turns what goes wrong into one line on standard error and an exit code.</summary>
internal static class CommandRunner
{
    /// <summary>
    /// Runs <paramref name="verb"/> on a thread of its own, so that the program can still end when a step of it takes long.
    /// </summary>
    public static Task<int> RunAsync(Func<int> verb) => Task.Run(() => Run(verb));

    /// <summary>Runs <paramref name="verb"/>.</summary>
    public static int Run(Func<int> verb)
    {
        try
        {
            return verb();
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped.");
            return ExitCode.Cancelled;
        }
        catch (Exception error) when (IsBadInput(error))
        {
            Console.Error.WriteLine($"chatterbox: {error.Message}");
            return ExitCode.BadInput;
        }
        catch (Exception error) when (error is NoSpeechException or IOException or UnauthorizedAccessException or VoiceStorageException)
        {
            Console.Error.WriteLine($"chatterbox: {error.Message}");
            return ExitCode.Failed;
        }
    }

    private static bool IsBadInput(Exception error) => error
        is UsageException
        or CheckpointException
        or VoiceException
        or AudioFormatException
        or SynthesisException
        or InvalidDataException
        or FileNotFoundException
        or DirectoryNotFoundException;
}
