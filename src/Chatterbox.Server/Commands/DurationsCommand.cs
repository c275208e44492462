using System.CommandLine;
using Chatterbox.Audio;
using Chatterbox.Audio.Analysis;

namespace Chatterbox.Server.Commands;

/// <summary><c>durations</c>: how long and how loud recordings are.</summary>
internal sealed class DurationsCommand
{
    private readonly Command _command = new(
        "durations",
        "Prints length, rate, channels, peak and loudness of recordings, a line for each.\n\n"
        + "  chatterbox durations speech.wav interview.mp3");

    private readonly Argument<string[]> _files = new("FILE") { Description = "Recordings in any format.", Arity = ArgumentArity.OneOrMore };

    private DurationsCommand()
    {
        _command.Arguments.Add(_files);
        _command.SetAction((result, cancellation) => CommandRunner.RunAsync(() => Run(result, cancellation)));
    }

    /// <summary>The verb.</summary>
    public static Command Create() => new DurationsCommand()._command;

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        int exitCode = ExitCode.Done;
        foreach (string path in result.GetValue(_files)!)
        {
            try
            {
                Console.WriteLine($"{path}: {AudioLine.Of(AudioInfo.Of(Recording.Read(path, cancellation)))}");
            }
            catch (Exception error) when (error is UsageException or AudioFormatException or IOException or UnauthorizedAccessException)
            {
                Console.WriteLine($"error: {error.Message}");
                exitCode = ExitCode.BadInput;
            }
        }

        return exitCode;
    }
}
