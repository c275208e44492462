using Chatterbox.Tensors;

namespace Chatterbox.Checkpoints;

/// <summary>The full paths of a checkpoint's files, which were there when they were looked for.</summary>
/// <param name="T3">T3's weights.</param>
/// <param name="S3Gen">S3Gen's weights.</param>
/// <param name="VoiceEncoder">The voice encoder's weights.</param>
/// <param name="Tokenizer">The tokenizer's files by name; optional ones only if they are there.</param>
/// <param name="Voice">The built-in voice, or null.</param>
public sealed record CheckpointPaths(
    string T3, string S3Gen, string VoiceEncoder, IReadOnlyDictionary<string, string> Tokenizer, string? Voice)
{
    /// <summary>Names of further T3 weights of the family in the folder, from which one may choose.</summary>
    public IReadOnlyList<string> OtherT3 { get; init; } = [];

    /// <summary>
    /// Finds the files of <paramref name="family"/> in <paramref name="folder"/>; <paramref name="t3"/> is the name of the T3
    /// file if it is not the published one, as in single-language packs.
    /// </summary>
    /// <exception cref="CheckpointException">Files are missing; the message names each.</exception>
    public static CheckpointPaths Find(string folder, ModelFamily family, string? t3 = null)
    {
        if (t3 is not null && (t3 != Path.GetFileName(t3) || !t3.EndsWith(".safetensors", StringComparison.Ordinal)))
            throw new CheckpointException($"'{t3}' is not the name of a .safetensors file in the folder.");
        RequireFolder(folder, family);
        FamilyFiles files = FamilyFiles.Of(family);
        List<string> missing = [];
        string t3Path = Require(folder, t3 is null ? files.T3 : [t3], missing);
        string s3Gen = Require(folder, files.S3Gen, missing);
        string voiceEncoder = Require(folder, [FamilyFiles.VoiceEncoder], missing);
        Dictionary<string, string> tokenizer = [];
        foreach (string name in files.Tokenizer)
            tokenizer.Add(name, Require(folder, [name], missing));
        foreach (string name in files.OptionalTokenizer)
            if (FirstPresent(folder, [name]) is { } path)
                tokenizer.Add(name, path);
        if (missing.Count > 0)
        {
            throw new CheckpointException(
                $"The folder '{Path.GetFullPath(folder)}' lacks {string.Join(", ", missing)} of the {family} family. "
                + $"{DownloadAdvice(folder, family)}.");
        }
        return new CheckpointPaths(t3Path, s3Gen, voiceEncoder, tokenizer, FirstPresent(folder, FamilyFiles.Voice))
        {
            OtherT3 = [.. files.T3.Where(name => FirstPresent(folder, [name]) is { } other && other != t3Path)],
        };
    }

    /// <summary>
    /// Tells the family of the checkpoint in <paramref name="folder"/> from the name of its T3 file, which is <paramref name="t3"/> or,
    /// without it, the one that is there.
    /// </summary>
    /// <exception cref="CheckpointException">There is no T3 file of a known name, or there are several.</exception>
    public static ModelFamily DetectFamily(string folder, string? t3 = null)
    {
        RequireFolder(folder, family: null);
        if (t3 is null)
            return FamilyOf(PresentT3(folder), folder);
        return KnownT3().Any(known => known.File == t3)
            ? FamilyOf([t3], folder)
            : throw new CheckpointException($"The name '{t3}' does not tell which family the weights are of. Say it with --family.");
    }

    /// <summary>Tells the family from names of files, one of which is that of the T3 weights; messages name <paramref name="place"/>.</summary>
    /// <exception cref="CheckpointException">No name is that of T3 weights, or several are.</exception>
    public static ModelFamily FamilyOf(IReadOnlyCollection<string> files, string place)
    {
        (ModelFamily Family, string File)[] known = KnownT3();
        (ModelFamily Family, string File)[] present = [.. known.Where(candidate => files.Contains(candidate.File))];
        return present switch
        {
            [var single] => single.Family,
            [] => throw new CheckpointException(
                $"'{Path.GetFullPath(place)}' holds no T3 weights of a known name. Looked for {string.Join(", ", known.Select(k => k.File))}. "
                + "'chatterbox download original' (or multilingual, turbo, nano) fetches those of a family. For weights of another name pass --family and --t3 FILE."),
            _ => throw new CheckpointException(
                $"'{Path.GetFullPath(place)}' holds the T3 weights of several models: "
                + $"{string.Join(", ", present.Select(p => $"{p.File} ({p.Family})"))}. Choose with --family, or with --t3 FILE."),
        };
    }

    /// <summary>Whether a folder holds T3 weights of a known name.</summary>
    public static bool IsModelFolder(string folder) => PresentT3(folder).Length > 0;

    private static string[] PresentT3(string folder) => [.. KnownT3().Select(known => known.File).Where(file => FirstPresent(folder, [file]) is not null)];

    private static (ModelFamily Family, string File)[] KnownT3() =>
        [.. from family in Enum.GetValues<ModelFamily>() from file in FamilyFiles.Of(family).T3 select (family, file)];

    private static void RequireFolder(string folder, ModelFamily? family)
    {
        if (!Directory.Exists(folder))
            throw new CheckpointException($"There is no folder '{Path.GetFullPath(folder)}' with a model. {DownloadAdvice(folder, family)}; or name another folder.");
    }

    private static string DownloadAdvice(string folder, ModelFamily? family)
    {
        string command = $"'chatterbox download {family?.ToString().ToLowerInvariant() ?? "original"} --out \"{Path.GetFullPath(folder)}\"'";
        return family is { } known
            ? $"{command} fetches {FamilyFiles.Of(known).Repository} from Hugging Face"
            : $"{command} (or multilingual, turbo, nano) fetches one from Hugging Face";
    }

    private static string Require(string folder, string[] names, List<string> missing)
    {
        string? path = FirstPresent(folder, names);
        if (path is null)
            missing.Add(string.Join(" or ", names));
        return path ?? "";
    }

    private static string? FirstPresent(string folder, string[] names) =>
        names.Select(name => Path.Combine(folder, name)).FirstOrDefault(IsPresent);

    private static bool IsPresent(string path)
    {
        try
        {
            // A link that leads nowhere exists all the same.
            return File.Exists(path) && (File.ResolveLinkTarget(path, returnFinalTarget: true)?.Exists ?? true);
        }
        catch (IOException)
        {
            // Links in a circle.
            return false;
        }
    }
}
