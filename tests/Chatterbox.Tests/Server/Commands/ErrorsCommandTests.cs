using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Server.Commands;

[Collection(ConsoleTests.Name)]
public sealed class ErrorsCommandTests
{
    [Fact]
    public async Task Every_case_of_a_folder_has_a_line_and_so_have_all_together()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (ReadOnlySpan<string>)["original-tiny", "pico"])
            Copy(name, folder.File(name));
        CommandRun run = await CommandRun.Done("errors", "--cases", folder.File());
        string[] words = ["original-tiny", "pico", "all"];
        foreach (string word in words)
            Assert.Matches($@"(?m)^\s*{word}\s+[1-9]\.\d\dE-00[2-9]\s+\d+\s+0\s+[1-9]\.\d\dE-00[3-9]\s+0\.[01]\d+\s*$", run.Output);
        Assert.Contains("Within the bounds.", run.Output, StringComparison.Ordinal);
        Assert.Contains(CpuEngine.CanMultiplyBFloat16(out _) ? "S3Gen in bfloat16" : "S3Gen in float32", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_cases_is_refused()
    {
        using var folder = new TemporaryFolder();
        CommandRun run = await CommandRun.Of("errors", "--cases", folder.File());
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("holds no cases", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandRun.Of("errors", "--cases", folder.File("absent"))).ExitCode);
    }

    private static void Copy(string name, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.EnumerateFiles(Repo.Path("parity_data", name)))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }
}
