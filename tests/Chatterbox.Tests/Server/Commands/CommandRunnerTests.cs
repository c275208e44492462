using Chatterbox.Audio;
using Chatterbox.Pipeline;
using Chatterbox.Server.Commands;
using Chatterbox.Tensors;

namespace Chatterbox.Tests.Server.Commands;

/// <summary>The table of errors in docs/architecture.md.</summary>
[Collection(ConsoleTests.Name)]
public sealed class CommandRunnerTests
{
    public static TheoryData<int, Exception> Errors => new()
    {
        { 2, new UsageException("why") },
        { 2, new CheckpointException("why") },
        { 2, new AudioFormatException("why") },
        { 2, new VoiceException("why") },
        { 2, new SynthesisException("why") },
        { 2, new InvalidDataException("why") },
        { 2, new FileNotFoundException("why") },
        { 2, new DirectoryNotFoundException("why") },
        { 1, new NoSpeechException("why") },
        { 1, new IOException("why") },
        { 1, new UnauthorizedAccessException("why") },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void An_error_is_a_line_and_an_exit_code(int exitCode, Exception error) =>
        Assert.Equal((exitCode, $"chatterbox: why{Environment.NewLine}"), Run(error));

    [Fact]
    public void A_stop_has_an_exit_code_of_its_own() => Assert.Equal((130, $"Stopped.{Environment.NewLine}"), Run(new OperationCanceledException()));

    [Fact]
    public void A_bug_is_not_hidden() => Assert.Throws<InvalidOperationException>(() => Run(new InvalidOperationException("This is a bug.")));

    private static (int ExitCode, string Error) Run(Exception error)
    {
        TextWriter before = Console.Error;
        using StringWriter written = new();
        try
        {
            Console.SetError(written);
            return (CommandRunner.Run(() => throw error), written.ToString());
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
