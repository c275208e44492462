using Chatterbox.Checkpoints;
using Chatterbox.Checkpoints.Generated;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests.Checkpoints;

public sealed class CheckpointFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_small_model_of_the_repository_opens()
    {
        using CheckpointFolder folder = CheckpointFolder.Open(Repo.Path("models", "pico"));
        Assert.Equal(ModelFamily.Original, folder.Family);
        Assert.False(folder.IsRandom);
        Assert.Equal(["tokenizer.json"], folder.Paths.Tokenizer.Keys);
        Assert.Equal(116, folder.LoadVoice()!.PromptTokens.Length);
        Assert.Equal(6, new Weights(folder.Sources.T3).Count("tfmr.layers"));
        Assert.Equal(256, new Weights(folder.Sources.T3).At("tfmr.norm").Get("weight", -1).Shape.Last);
        Assert.True(new Weights(folder.Sources.S3Gen).At("flow").Has("input_embedding.weight"));
        Assert.True(new Weights(folder.Sources.VoiceEncoder).Has("lstm.weight_ih_l0"));
    }

    [Theory]
    [InlineData(ModelFamily.Original, "t3_cfg.safetensors s3gen.safetensors ve.safetensors tokenizer.json")]
    [InlineData(ModelFamily.Multilingual, "t3_mtl23ls_v2.safetensors s3gen.safetensors ve.safetensors grapheme_mtl_merged_expanded_v1.json")]
    [InlineData(ModelFamily.Multilingual, "t3_mtl23ls_v3.safetensors s3gen_v3.safetensors ve.safetensors grapheme_mtl_merged_expanded_v1.json Cangjie5_TC.json")]
    [InlineData(ModelFamily.Turbo, "t3_turbo_v1.safetensors s3gen_meanflow.safetensors ve.safetensors vocab.json merges.txt tokenizer_config.json")]
    [InlineData(ModelFamily.Nano, "t3_nano_v1.safetensors s3gen_meanflow.safetensors ve.safetensors vocab.json merges.txt tokenizer_config.json")]
    public void The_name_of_the_T3_file_tells_the_family(ModelFamily family, string files)
    {
        string[] names = files.Split(' ');
        Create(names);
        using CheckpointFolder folder = CheckpointFolder.Open(_folder.File());
        Assert.Equal(family, folder.Family);
        Assert.Equal(_folder.File(names[0]), folder.Paths.T3);
        Assert.Equal(_folder.File(names[1]), folder.Paths.S3Gen);
        Assert.Equal(names[3..], folder.Paths.Tokenizer.Keys);
        Assert.Equal(_folder.File(names[^1]), folder.Paths.Tokenizer[names[^1]]);
        Assert.Null(folder.LoadVoice());
    }

    [Fact]
    public void Several_T3_files_need_a_family()
    {
        // As in the whole repository ResembleAI/chatterbox.
        Create(
            "t3_cfg.safetensors", "t3_23lang.safetensors", "t3_mtl23ls_v2.safetensors", "t3_mtl23ls_v3.safetensors", "s3gen.safetensors",
            "s3gen_v3.safetensors", "ve.safetensors", "tokenizer.json", "grapheme_mtl_merged_expanded_v1.json");
        CheckpointException error = Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(_folder.File()));
        Assert.Contains(
            "t3_cfg.safetensors (Original), t3_mtl23ls_v2.safetensors (Multilingual), t3_mtl23ls_v3.safetensors (Multilingual)",
            error.Message,
            StringComparison.Ordinal);

        using CheckpointFolder original = CheckpointFolder.Open(_folder.File(), ModelFamily.Original);
        Assert.EndsWith("t3_cfg.safetensors", original.Paths.T3, StringComparison.Ordinal);
        using CheckpointFolder multilingual = CheckpointFolder.Open(_folder.File(), ModelFamily.Multilingual);
        Assert.EndsWith("t3_mtl23ls_v2.safetensors", multilingual.Paths.T3, StringComparison.Ordinal);
        Assert.EndsWith("s3gen.safetensors", multilingual.Paths.S3Gen, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_are_all_named()
    {
        Create("t3_turbo_v1.safetensors", "vocab.json");
        CheckpointException error = Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(_folder.File()));
        Assert.Contains("s3gen_meanflow.safetensors, ve.safetensors, merges.txt, tokenizer_config.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.File(), error.Message, StringComparison.Ordinal);
        Assert.Contains($"'chatterbox download turbo --out \"{_folder.File()}\"' fetches ResembleAI/chatterbox-turbo from Hugging Face.", error.Message, StringComparison.Ordinal);

        error = Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(_folder.File(), ModelFamily.Multilingual));
        Assert.Contains("t3_mtl23ls_v2.safetensors or t3_mtl23ls_v3.safetensors, s3gen.safetensors or s3gen_v3.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_model_is_refused()
    {
        Assert.Contains("no T3 weights", Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(_folder.File())).Message, StringComparison.Ordinal);
        Assert.Contains("There is no folder", Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(_folder.File("absent"))).Message, StringComparison.Ordinal);
        string message = Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(_folder.File("absent"), ModelFamily.Nano)).Message;
        Assert.Contains("There is no folder", message, StringComparison.Ordinal);
        Assert.Contains("'chatterbox download nano --out ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_of_symbolic_links_opens()
    {
        string blobs = Directory.CreateDirectory(_folder.File("blobs")).FullName;
        string snapshot = Directory.CreateDirectory(_folder.File("snapshots", "5bb1f6ee")).FullName;
        int blob = 0;
        foreach (string file in Directory.GetFiles(Repo.Path("models", "pico")))
        {
            string target = Path.Combine(blobs, $"{blob++:x8}");
            File.Copy(file, target);
            File.CreateSymbolicLink(Path.Combine(snapshot, Path.GetFileName(file)), Path.GetRelativePath(snapshot, target));
        }
        using (CheckpointFolder folder = CheckpointFolder.Open(snapshot))
        {
            Assert.Equal(ModelFamily.Original, folder.Family);
            Assert.Equal(256, new Weights(folder.Sources.T3).Get("tfmr.norm.weight", -1).Values.Length);
            Assert.NotNull(folder.LoadVoice());
        }

        // A download that was cut off leaves links that lead nowhere.
        File.Delete(Path.GetFullPath(new FileInfo(Path.Combine(snapshot, "ve.safetensors")).LinkTarget!, snapshot));
        CheckpointException error = Assert.Throws<CheckpointException>(() => CheckpointFolder.Open(snapshot));
        Assert.Contains("lacks ve.safetensors of", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_weights_are_recognised()
    {
        CheckpointInventory inventory = CheckpointInventory.Load(Repo.Path("parity_data", "original-tiny", "inventory.json"));
        new GeneratedCheckpoint(inventory, 1, (_, shape) => new float[shape.Count]).Write(_folder.File());
        File.WriteAllText(_folder.File("tokenizer.json"), "{}");
        File.Copy(Repo.Path("parity_data", "original-tiny", "conds.safetensors"), _folder.File("conds.safetensors"));
        using CheckpointFolder folder = CheckpointFolder.Open(_folder.File());
        Assert.True(folder.IsRandom);
        Assert.Equal(102, folder.LoadVoice()!.PromptTokens.Length);
    }

    [Fact]
    public void A_broken_file_lets_go_of_the_others()
    {
        Create("t3_cfg.safetensors", "s3gen.safetensors", "ve.safetensors", "tokenizer.json");
        File.WriteAllText(_folder.File("ve.safetensors"), "<html>not found</html>");
        Assert.Contains("ve.safetensors", Assert.Throws<SafetensorsException>(() => CheckpointFolder.Open(_folder.File())).Message, StringComparison.Ordinal);
        // Exclusive access shows that no mapping is left.
        using FileStream exclusive = new(_folder.File("t3_cfg.safetensors"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    private void Create(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (name.EndsWith(".safetensors", StringComparison.Ordinal))
                SafetensorsWriter.Write(_folder.File(name), []);
            else
                File.WriteAllText(_folder.File(name), "{}");
        }
    }
}
