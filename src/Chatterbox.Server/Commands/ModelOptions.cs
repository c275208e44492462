using System.CommandLine;
using Chatterbox.Checkpoints;

namespace Chatterbox.Server.Commands;

/// <summary>The options that say which model runs, and on what.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _folder;

    private readonly Option<ModelFamily?> _family = FamilyOption.Create("Which model of the folder to load. Default: told by its T3 file.");

    private readonly Option<string?> _t3 = new("--t3")
    {
        Description = "Name of the T3 file in the folder, such as t3_mtl23ls_v3.safetensors. Default: the family's published one, v2 for multilingual.",
        HelpName = "FILE",
    };

    private readonly Option<int?> _threads = new("--threads") { Description = "Threads. Default: as many as are fastest here, tried at the start; most often one for each core.", HelpName = "N" };

    private readonly Option<Precision> _precision;

    private readonly Option<Device> _device = DeviceOption.Create();

    /// <summary>Adds the options to a command.</summary>
    public ModelOptions(
        Command command, string folderDescription = "Folder with the model's published files. Default: the small model that comes with the program.",
        Precision precision = Server.Precision.Auto)
    {
        _precision = PrecisionOption.Create(precision);
        _folder = new Option<string?>("--model-dir") { Description = folderDescription, HelpName = "DIR" };
        command.Options.Add(_folder);
        command.Options.Add(_family);
        command.Options.Add(_t3);
        command.Options.Add(_threads);
        command.Options.Add(_precision);
        command.Options.Add(_device);
    }

    /// <summary>The folder asked for, or null for the built-in model.</summary>
    public string? Folder(ParseResult result) => result.GetValue(_folder);

    /// <summary>The family asked for, or null.</summary>
    public ModelFamily? Family(ParseResult result) => result.GetValue(_family);

    /// <summary>The precision asked for.</summary>
    public Precision Precision(ParseResult result) => result.GetValue(_precision);

    /// <summary>The T3 file asked for, or null.</summary>
    /// <exception cref="UsageException">A file is asked for, but no folder.</exception>
    public string? T3(ParseResult result)
    {
        string? t3 = result.GetValue(_t3);
        return t3 is null || Folder(result) is not null ? t3 : throw new UsageException("--t3 names a file of the folder that --model-dir names.");
    }

    /// <summary>The family that would be loaded, told without opening the model.</summary>
    public ModelFamily DetectFamily(ParseResult result) =>
        Family(result) ?? (Folder(result) is { } folder ? CheckpointPaths.DetectFamily(folder, result.GetValue(_t3)) : ModelFamily.Original);

    /// <summary>Opens the model's folder; the built-in one is announced on standard error, after all options were found right.</summary>
    public CheckpointFolder Open(ParseResult result)
    {
        RequireThreads(result.GetValue(_threads));
        if (Folder(result) is { } path)
            return OpenFolder(path, Family(result), T3(result));
        T3(result);
        if (Family(result) is not (null or ModelFamily.Original))
            throw new UsageException($"The model that comes with the program is of the Original family. Name a folder with --model-dir to use {Family(result)}; 'chatterbox download {Family(result).ToString()!.ToLowerInvariant()}' makes one.");
        Console.Error.WriteLine(
            "Using pico, a small demonstration model. For the real voices run 'chatterbox download original' (or multilingual, turbo, nano) and pass --model-dir.");
        return CheckpointFolder.Open(BundledFiles.Pico);
    }

    private static CheckpointFolder OpenFolder(string path, ModelFamily? family, string? t3)
    {
        CheckpointFolder folder = CheckpointFolder.Open(path, family, t3);
        if (t3 is null)
            AnnounceChoice(folder.Paths);
        return folder;
    }

    /// <summary>Says on standard error which T3 file was taken of several.</summary>
    public static void AnnounceChoice(CheckpointPaths paths)
    {
        if (paths.OtherT3.Count > 0)
            Console.Error.WriteLine($"Using {Path.GetFileName(paths.T3)}; --t3 chooses another: {string.Join(", ", paths.OtherT3)}.");
    }

    /// <summary>The engine asked for.</summary>
    /// <exception cref="UsageException">It cannot be had here.</exception>
    public Tensors.Engine CreateEngine(ParseResult result)
    {
        int? threads = result.GetValue(_threads);
        RequireThreads(threads);
        return EngineFactory.Create(result.GetValue(_device), threads, Precision(result));
    }

    /// <summary>Refuses a number of threads that cannot be meant.</summary>
    /// <exception cref="UsageException">It is below 1 or above 1024.</exception>
    public static void RequireThreads(int? threads)
    {
        if (threads is < 1 or > 1024)
            throw new UsageException($"--threads must be 1 to 1024, not {threads}.");
    }
}
