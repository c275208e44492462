using System.Text.Json;
using System.Text.Json.Nodes;
using Chatterbox.Audio.Files;
using Chatterbox.Checkpoints;
using Chatterbox.Parity;
using Chatterbox.Tests.Audio;
using Chatterbox.Tests.Parity;

namespace Chatterbox.Tests.Server.Commands;

[Collection(ConsoleTests.Name)]
public sealed class CheckpointCommandTests : IDisposable
{
    private static readonly string Recording = Speech.Path("other/LJ001-0001.wav");

    private readonly TemporaryFolder _folder = new();

    private string Model => _folder.File("model");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("original-tiny", ModelFamily.Original)]
    [InlineData("multilingual-tiny-fr", ModelFamily.Multilingual, "--language", "fr")]
    [InlineData("turbo-tiny", ModelFamily.Turbo)]
    [InlineData("nano-tiny", ModelFamily.Nano)]
    public async Task A_random_checkpoint_speaks_when_it_is_told_to(string parityCase, ModelFamily family, params string[] options)
    {
        CommandRun run = await CommandRun.Done("checkpoint", "--inventory", Inventory(parityCase), "--seed", "5", "--voice", Recording, "--out", Model);
        Assert.Contains($"{Model}: a random checkpoint of the {family} family", run.Output, StringComparison.Ordinal);
        Assert.Equal([Model], Directory.GetFileSystemEntries(_folder.File()));
        using (CheckpointFolder folder = CheckpointFolder.Open(Model))
        {
            Assert.True(folder.IsRandom);
            Assert.Equal(family, folder.Family);
            Assert.Equal(241, folder.LoadVoice()!.PromptTokens.Length);
        }

        string wav = _folder.File("out.wav");
        string[] say = ["say", "Bonjour [laugh]", "--model-dir", Model, "--out", wav, "--max-tokens", "10", "--seed", "1", .. options];
        (await CommandRun.Of(say)).AssertRefused("random values", "Pass --random");
        Assert.False(File.Exists(wav));
        Assert.Equal("", (await CommandRun.Done([.. say, "--random"])).Error);
        Assert.InRange(new FileInfo(wav).Length, 2_000, 40_000);
    }

    [Theory]
    [InlineData("turbo-tiny", "Turbo", "--exaggeration")]
    [InlineData("nano-tiny", "Nano", "--cfg-weight")]
    public async Task What_a_family_has_no_setting_for_is_refused(string parityCase, string family, string option)
    {
        await CommandRun.Done("checkpoint", "--inventory", Inventory(parityCase), "--seed", "5", "--out", Model);
        (await CommandRun.Of("say", "Hello.", "--random", "--model-dir", Model, "--out", _folder.File("out.wav"), option, "0.5"))
            .AssertRefused($"{option} is for original and multilingual models; {family} has no such setting.");
        string[] every = ["say", "Hello.", "--random", "--model-dir", Model, "--out", _folder.File("out.wav"), "--guidance-every"];
        (await CommandRun.Of([.. every, "2"]))
            .AssertRefused($"--guidance-every is for original and multilingual models; {family}'s flow has no guidance. Leave it out.");
        (await CommandRun.Of([.. every, "1"])).AssertRefused("no voice of its own");
    }

    /// <summary>The tensors that the reference made from the recording on this very checkpoint.</summary>
    [Fact]
    public async Task The_seed_of_a_recorded_run_gives_its_checkpoint()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Repo.Path("parity_data", "original-tiny", "case.json")));
        long seed = json.RootElement.GetProperty("seed").GetInt64();
        await CommandRun.Done("checkpoint", "--inventory", Inventory("original-tiny"), "--seed", $"{seed}", "--out", Model);
        using CheckpointFolder folder = CheckpointFolder.Open(Model);
        using ParityCase parityCase = ParityCases.Open("original-tiny");
        using CheckpointSources expected = ParityCheckpoint.Open(parityCase, null);
        Assert.Equal(expected.T3.Read("text_emb.weight").ToArray(), folder.Sources.T3.Read("text_emb.weight").ToArray());
        Assert.Null(folder.LoadVoice());
        (await CommandRun.Of("say", "Hello.", "--random", "--model-dir", Model, "--out", _folder.File("out.wav")))
            .AssertRefused("no voice of its own", "--voice");
    }

    [Fact]
    public async Task Of_several_T3_files_the_one_asked_for_is_loaded()
    {
        await CommandRun.Done("checkpoint", "--inventory", Inventory("multilingual-tiny-fr"), "--seed", "5", "--voice", Recording, "--out", Model);
        string v3 = Path.Combine(Model, "t3_mtl23ls_v3.safetensors"), v2 = Path.Combine(Model, "t3_mtl23ls_v2.safetensors");
        File.Copy(v3, v2);
        File.Copy(v3, Path.Combine(Model, "t3_pack.safetensors"));
        string[] say =
            ["say", "Bonjour", "--language", "fr", "--model-dir", Model, "--out", _folder.File("out.wav"), "--max-tokens", "5", "--random"];
        (await CommandRun.Of(say)).AssertRefused(
            "t3_mtl23ls_v2.safetensors (Multilingual), t3_mtl23ls_v3.safetensors (Multilingual). Choose with --family, or with --t3 FILE.");
        Assert.Equal(
            $"Using t3_mtl23ls_v2.safetensors; --t3 chooses another: t3_mtl23ls_v3.safetensors.{Environment.NewLine}",
            (await CommandRun.Done([.. say, "--family", "multilingual"])).Error);
        Assert.Equal("", (await CommandRun.Done([.. say, "--t3", "t3_mtl23ls_v3.safetensors"])).Error);
        Assert.Equal("", (await CommandRun.Done([.. say, "--t3", "t3_pack.safetensors", "--family", "multilingual"])).Error);
        (await CommandRun.Of([.. say, "--t3", "t3_pack.safetensors"])).AssertRefused("'t3_pack.safetensors' does not tell which family", "--family");
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("shape")]
    [InlineData("vocabulary")]
    public async Task An_inventory_that_no_model_fits_is_refused_before_anything_is_written(string fault)
    {
        JsonNode inventory = JsonNode.Parse(File.ReadAllText(Inventory("original-tiny")))!;
        JsonArray t3 = inventory["t3_cfg.safetensors"]!.AsArray();
        JsonArray textShape = t3.Single(tensor => (string?)tensor!["name"] == "text_emb.weight")!["shape"]!.AsArray();
        switch (fault)
        {
            case "cut":
                while (t3.Count > 10)
                    t3.RemoveAt(10);
                break;
            case "shape":
                (textShape[0], textShape[1]) = (100, 7);
                break;
            default:
                textShape[0] = 100;
                break;
        }

        string path = _folder.File("inventory.json");
        File.WriteAllText(path, inventory.ToJsonString());
        (await CommandRun.Of("checkpoint", "--inventory", path, "--seed", "5", "--out", Model)).AssertRefused("t3_cfg.safetensors");
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.File()));
    }

    [Fact]
    public async Task A_recording_that_cannot_serve_is_named()
    {
        string silent = _folder.File("silent.wav");
        WavWriter.Save(silent, new float[16_000], 16_000);
        (await CommandRun.Of("checkpoint", "--inventory", Inventory("nano-tiny"), "--seed", "5", "--voice", silent, "--out", Model))
            .AssertRefused($"'{silent}': The recording is silent.");
        Assert.Equal([silent], Directory.GetFileSystemEntries(_folder.File()));
    }

    [Fact]
    public async Task A_folder_with_content_is_left_alone()
    {
        Directory.CreateDirectory(Model);
        File.WriteAllText(Path.Combine(Model, "mine.txt"), "mine");
        (await CommandRun.Of("checkpoint", "--inventory", Inventory("original-tiny"), "--seed", "5", "--out", Model))
            .AssertRefused("is there already");
        Assert.Equal(["mine.txt"], Directory.GetFileSystemEntries(Model).Select(Path.GetFileName));

        File.Delete(Path.Combine(Model, "mine.txt"));
        await CommandRun.Done("checkpoint", "--inventory", Inventory("original-tiny"), "--seed", "5", "--out", Model);
    }

    [Fact]
    public async Task Nothing_is_left_of_what_fails()
    {
        string silent = _folder.File("silent.wav"), absent = _folder.File("absent.json");
        WavWriter.Save(silent, new float[16_000], 16_000);
        await Refused("silent", Inventory("original-tiny"), "--voice", silent, "--out", Model);
        await Refused($"There is no file '{absent}'.", absent, "--out", Model);
        await Refused("is not an inventory of a checkpoint", Repo.Path("global.json"), "--out", Model);
        await Refused("The inventory has no file 't3_nano_v1.safetensors'.", Inventory("original-tiny"), "--family", "nano", "--out", Model);
        await Refused("There is no folder", Inventory("original-tiny"), "--out", _folder.File("absent", "model"));
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(50));
        CommandRun run = await CommandRun.Cancelled(stop.Token, "checkpoint", "--inventory", Inventory("nano-full"), "--seed", "5", "--out", Model);
        Assert.Equal((130, ""), (run.ExitCode, run.Output));
        Assert.Equal([silent], Directory.GetFileSystemEntries(_folder.File()));

        async Task Refused(string message, string inventory, params string[] options) =>
            (await CommandRun.Of(["checkpoint", "--inventory", inventory, "--seed", "5", .. options])).AssertRefused(message);
    }

    [Fact]
    public async Task A_checkpoint_larger_than_the_disk_fails_at_once()
    {
        string inventory = _folder.File("inventory.json");
        string huge = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $$"""{"name":"{{i}}","shape":[2000000000],"dtype":"F32"}"""));
        File.WriteAllText(inventory, $$"""{"t3_cfg.safetensors":[{{huge}}],"s3gen.safetensors":[],"ve.safetensors":[]}""");
        CommandRun run = await CommandRun.Of("checkpoint", "--inventory", inventory, "--seed", "5", "--out", Model);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("takes 800000000.0 MB, but only", run.Error, StringComparison.Ordinal);
        Assert.Equal([inventory], Directory.GetFileSystemEntries(_folder.File()));
    }

    /// <summary>A table without entries would be divided by, and a window of any length would be made whole in memory.</summary>
    [Theory]
    [InlineData("text_emb.weight", "[0, 128]", "'text_emb.weight' of shape (0, 128) is empty")]
    [InlineData("tokenizer.window", "[2000000000]", "'tokenizer.window' of shape (2000000000) has 400 values")]
    public async Task An_inventory_with_a_tensor_of_no_use_is_refused(string name, string shape, string message)
    {
        JsonNode files = JsonNode.Parse(File.ReadAllText(Inventory("original-tiny")))!;
        JsonNode tensor = files.AsObject().SelectMany(file => file.Value!.AsArray()).Single(entry => (string?)entry!["name"] == name)!;
        tensor["shape"] = JsonNode.Parse(shape);
        string inventory = _folder.File("inventory.json");
        File.WriteAllText(inventory, files.ToJsonString());
        (await CommandRun.Of("checkpoint", "--inventory", inventory, "--seed", "5", "--out", Model)).AssertRefused(message);
        if (name == "text_emb.weight")
            (await CommandRun.Of("bench", "--inventory", inventory)).AssertRefused(message);
    }

    private static string Inventory(string parityCase) => Repo.Path("parity_data", parityCase, "inventory.json");
}
