using System.CommandLine;
using System.Globalization;
using Chatterbox.Audio;
using Chatterbox.Checkpoints;
using Chatterbox.Checkpoints.Generated;
using Chatterbox.Parity;
using Chatterbox.Pipeline;
using Chatterbox.Tensors.Cpu;
using Chatterbox.Text;

namespace Chatterbox.Server.Commands;

/// <summary><c>checkpoint</c>: a model folder of random values.</summary>
internal sealed class CheckpointCommand
{
    private const string VoiceFile = "conds.safetensors";

    private readonly Command _command = new(
        "checkpoint",
        "Writes a model folder whose every value follows from a seed. It runs like a real one and speaks noise: for tests and measurements.\n\n"
        + "  chatterbox checkpoint --inventory parity_data/turbo-tiny/inventory.json --seed 1 --voice me.wav --out random-turbo\n"
        + "  chatterbox say \"Hello.\" --model-dir random-turbo --random --max-tokens 25");

    private readonly Option<string> _inventory = new("--inventory") { Description = "Name, shape and format of every tensor of every file.", HelpName = "inventory.json", Required = true };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Decides all values.", HelpName = "N", Required = true };
    private readonly Option<string> _out = new("--out", "-o") { Description = "The folder to make; it must not exist or be empty.", HelpName = "DIR", Required = true };
    private readonly Option<ModelFamily?> _family = FamilyOption.Create("Which model it is. Default: told by its T3 file.");
    private readonly Option<string?> _voice = new("--voice") { Description = "A recording from which the folder's own voice is made. Default: none, so 'say' needs --voice.", HelpName = "FILE" };

    private CheckpointCommand()
    {
        foreach (Option option in (ReadOnlySpan<Option>)[_inventory, _seed, _out, _family, _voice])
            _command.Options.Add(option);
        _command.SetAction((result, cancellation) => CommandRunner.RunAsync(() => Run(result, cancellation)));
    }

    /// <summary>The verb.</summary>
    public static Command Create() => new CheckpointCommand()._command;

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        string path = result.GetValue(_inventory)!;
        InputFile.Require(path);
        CheckpointInventory inventory = CheckpointInventory.Load(path);
        ModelFamily family = result.GetValue(_family) ?? CheckpointPaths.FamilyOf([.. inventory.Files.Keys], path);
        GeneratedCheckpoint checkpoint = new(inventory, result.GetValue(_seed), ParityCheckpoint.Buffer);
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(result.GetValue(_out)!));
        RequireAbsent(folder);
        RequireSpace(folder, inventory);
        RequireLoadable(checkpoint, family);
        string? recording = result.GetValue(_voice);
        AudioClip? voice = recording is null ? null : Recording.Read(recording, cancellation);

        string temporary = $"{folder}.{Guid.NewGuid():N}.tmp";
        try
        {
            Write(temporary, checkpoint, family, cancellation);
            if (voice is not null)
                WriteVoice(temporary, family, recording!, voice, cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (Directory.Exists(folder))
                Directory.Delete(folder);
            Directory.Move(temporary, folder);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{folder}: a random checkpoint of the {family} family, {inventory.Bytes / 1e6:F1} MB, seed {result.GetValue(_seed)}"));
        return ExitCode.Done;
    }

    private static void Write(string folder, GeneratedCheckpoint checkpoint, ModelFamily family, CancellationToken cancellation)
    {
        checkpoint.Write(folder, cancellation);
        foreach (string file in Directory.EnumerateFiles(BundledFiles.TokenizerFolder(family, modelFolder: null)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private static void WriteVoice(string folder, ModelFamily family, string path, AudioClip recording, CancellationToken cancellation)
    {
        using CheckpointFolder written = CheckpointFolder.Open(folder, family);
        using CpuEngine engine = new();
        VoicePreparer preparer = new(engine, written.Sources, cancellation);
        VoiceSource.Prepare(preparer, path, recording, cancellation).Save(Path.Combine(folder, VoiceFile));
    }

    /// <summary>Nobody wants gigabytes that no program can load.</summary>
    private static void RequireLoadable(GeneratedCheckpoint checkpoint, ModelFamily family)
    {
        using CheckpointSources sources = CheckpointSources.Of(checkpoint, family);
        ChatterboxModel.Verify(sources, TextFrontEnd.For(family, BundledFiles.TokenizerFolder(family, modelFolder: null)));
    }

    private static void RequireAbsent(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new UsageException($"'{folder}' is there already. Remove it, or name another folder with --out.");
        if (!Directory.Exists(Path.GetDirectoryName(folder)))
            throw new UsageException($"There is no folder '{Path.GetDirectoryName(folder)}' to write into. Make it first.");
    }

    private static void RequireSpace(string folder, CheckpointInventory inventory)
    {
        long free = new DriveInfo(Path.GetDirectoryName(folder)!).AvailableFreeSpace;
        if (inventory.Bytes > free)
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"The checkpoint takes {inventory.Bytes / 1e6:F1} MB, but only {free / 1e6:F1} MB are free at '{folder}'."));
    }
}
