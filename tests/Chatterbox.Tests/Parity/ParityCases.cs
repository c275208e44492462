using Chatterbox.Checkpoints;
using Chatterbox.Parity;

namespace Chatterbox.Tests.Parity;

/// <summary>The recorded cases in the repository.</summary>
internal static class ParityCases
{
    /// <summary>The cases on tiny generated checkpoints.</summary>
    public static readonly string[] Tiny =
        ["original-tiny", "original-tiny-long", "multilingual-tiny-fr", "multilingual-tiny-ko", "turbo-tiny", "nano-tiny"];

    /// <summary>The tiny cases and the trained one.</summary>
    public static readonly string[] TinyAndPico = [.. Tiny, "pico"];

    /// <summary>Opens a case.</summary>
    public static ParityCase Open(string name) => ParityCase.Open(Repo.Path("parity_data", name));

    /// <summary>The real checkpoint of a case, or null for a generated one.</summary>
    public static string? ModelFolder(string name) => name == "pico" ? Repo.Path("models", "pico") : null;

    /// <summary>Opens the weights of a case.</summary>
    public static CheckpointSources Checkpoint(ParityCase parityCase) => ParityCheckpoint.Open(parityCase, ModelFolder(parityCase.Name));

    /// <summary>Fails if a comparison did, or if there was none.</summary>
    public static void AssertPassed(ParityReport report)
    {
        Assert.NotEmpty(report.Lines);
        Assert.True(report.Failed == 0, string.Join('\n', report.Lines.Where(line => !line.Passed).Select(line => $"{line.Name}: {line.Error:E2} > {line.Bound:E0}, {line.Detail}")));
    }
}
