using Chatterbox.Checkpoints;
using Chatterbox.Tests.Parity;

namespace Chatterbox.Tests.Server.Commands;

/// <summary>The verb on a folder with two T3 files, of which the case was recorded with the one that is not preferred.</summary>
[Collection(ConsoleTests.Name)]
public sealed class ParityCommandTests : IDisposable
{
    private const string V2 = "t3_mtl23ls_v2.safetensors";
    private const string V3 = "t3_mtl23ls_v3.safetensors";

    private readonly CaseCopy _case = new("multilingual-tiny-fr");
    private readonly TemporaryFolder _folder = new();

    private string Model => _folder.File("model");

    public void Dispose()
    {
        _case.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Of_several_T3_files_the_one_asked_for_or_noted_is_compared()
    {
        await MakeModel();
        CommandRun preferred = await Parity();
        Assert.Equal((1, $"Using {V2}; --t3 chooses another: {V3}.{Environment.NewLine}"), (preferred.ExitCode, preferred.Error));

        CommandRun asked = await Parity("--t3", V3, "--family", "multilingual");
        Assert.Equal((0, ""), (asked.ExitCode, asked.Error));

        _case.EditJson(json => json["t3_file"] = V3);
        CommandRun noted = await Parity();
        Assert.Equal((0, ""), (noted.ExitCode, noted.Error));
        Assert.Equal(1, (await Parity("--t3", V2)).ExitCode);

        _case.EditJson(json => json["t3_file"] = "../t3.safetensors");
        (await Parity()).AssertRefused("'../t3.safetensors' is not the name of a .safetensors file in the folder");
    }

    [Fact]
    public async Task Options_that_do_not_go_with_the_case_are_refused()
    {
        (await CommandRun.Of("parity", "--ref-dir", _case.Folder, "--family", "turbo")).AssertRefused("--family is Turbo, but the case was recorded with Multilingual.");
        (await CommandRun.Of("parity", "--ref-dir", _case.Folder, "--t3", V3)).AssertRefused("--t3 names a file of the folder that --model-dir names.");
        (await CommandRun.Of("parity", "--ref-dir", _case.Folder, "--phase", "9")).AssertRefused("--phase must be 1 to 8, not 9.");
    }

    /// <summary>Before anything is compared, whether or not the phase begins at the recording.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("4")]
    public async Task A_recording_that_cannot_be_read_is_named(string phase)
    {
        string text = Path.Combine(_case.Folder, "case.json"), empty = _folder.File("empty.wav"), absent = _folder.File("absent.wav");
        File.WriteAllBytes(empty, []);
        (await With(text)).AssertRefused($"'{text}': This is not audio of a known kind");
        (await With(empty)).AssertRefused($"'{empty}': The audio file is empty.");
        (await With(absent)).AssertRefused($"There is no file '{absent}'.");
        (await With(_case.Folder)).AssertRefused($"'{_case.Folder}' is a folder. Name a file in it.");

        Task<CommandRun> With(string wav) => CommandRun.Of("parity", "--ref-dir", _case.Folder, "--phase", phase, "--wav", wav);
    }

    [Fact]
    public async Task A_case_that_agrees_ends_with_0()
    {
        CommandRun run = await CommandRun.Done("parity", "--ref-dir", _case.Folder, "--phase", "4");
        Assert.Contains("2 passed, 0 failed", run.Output, StringComparison.Ordinal);
    }

    /// <summary>The recorder would else record another file than the program compares.</summary>
    [Theory]
    [InlineData("original", ModelFamily.Original)]
    [InlineData("multilingual", ModelFamily.Multilingual)]
    [InlineData("turbo", ModelFamily.Turbo)]
    [InlineData("nano", ModelFamily.Nano)]
    public void The_recorder_prefers_the_same_T3_file(string name, ModelFamily family)
    {
        string script = File.ReadAllText(Repo.Path("scripts", "parity_reference", "models.py"));
        string files = string.Join(", ", FamilyFiles.Of(family).T3.Select(file => $"\"{file}\""));
        Assert.Contains($"\"{name}\": [{files}],", script[script.IndexOf("T3_FILES", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    private Task<CommandRun> Parity(params string[] options) =>
        CommandRun.Of(["parity", "--ref-dir", _case.Folder, "--model-dir", Model, "--phase", "5", .. options]);

    /// <summary>V3 has the weights of the case, V2 those of another seed.</summary>
    private async Task MakeModel()
    {
        string inventory = Path.Combine(_case.Folder, "inventory.json"), other = _folder.File("other");
        await CommandRun.Done("checkpoint", "--inventory", inventory, "--seed", "3", "--out", Model);
        await CommandRun.Done("checkpoint", "--inventory", inventory, "--seed", "4", "--out", other);
        File.Move(Path.Combine(other, V3), Path.Combine(Model, V2));
    }
}
