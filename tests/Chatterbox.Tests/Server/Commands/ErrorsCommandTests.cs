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
        Assert.Contains(CpuEngine.CanMultiplyBFloat16(out _) ? "S3Gen in bf16" : "S3Gen in fp32", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_precision_outside_of_the_bounds_is_told_so()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (ReadOnlySpan<string>)["original-tiny", "pico"])
            Copy(name, folder.File(name));
        CommandRun run = await CommandRun.Of("errors", "--cases", folder.File(), "--precision", "int4");
        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"(?m)^\s*original-tiny\s+[1-3]\.\d\dE-001\s+25\s+[1-6]\s", run.Output);
        Assert.Matches(@"(?m)^\s*pico\s+[2-9]\.\d\dE-003\s+70\s+0\s", run.Output);
        Assert.Contains("T3 in int4, S3Gen in fp32.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Outside of the bounds.", run.Output, StringComparison.Ordinal);
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
