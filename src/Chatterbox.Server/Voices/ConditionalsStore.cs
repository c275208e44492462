using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Chatterbox.Pipeline;
using Chatterbox.Tensors;

namespace Chatterbox.Server.Voices;

/// <summary>
/// Prepared voices on disk: <c>conditionals/FAMILY-MARK.safetensors</c> of each voice, and <c>.cache</c> for loose recordings. Families
/// that share voices and the weights that prepare them share the file. It only saves time: what cannot be read is made again, what cannot be written is made anew
/// each time.
/// </summary>
internal sealed class ConditionalsStore(VoiceFolder folder, VoiceScanner scanner)
{
    /// <summary>Folder of a voice's prepared forms.</summary>
    public const string Conditionals = "conditionals";

    /// <summary>Folder of the prepared forms of loose recordings.</summary>
    public const string Cache = ".cache";

    private const long MaxBytes = 16 << 20;
    private const int KeyDigits = 32;

    /// <summary>What voices of this preparation are found by: the first of the families that share them, and the weights' mark.</summary>
    public static string NameOf(VoicePreparation preparation)
    {
        ModelFamily family = Enum.GetValues<ModelFamily>().First(other => FamilyTraits.ShareVoices(other, preparation.Family));
        return $"{family.ToString().ToLowerInvariant()}-{preparation.Mark}";
    }

    /// <summary>The prepared voice, or null if there is none that can be used.</summary>
    public Voice? Load(VoiceEntry entry, VoicePreparation preparation)
    {
        try
        {
            FileInfo file = new(PathOf(entry, preparation));
            if (!file.Exists || file.Length > MaxBytes)
                return null;
            Voice voice = Voice.Load(file.FullName);
            return FamilyTraits.ShareVoices(voice.Family, preparation.Family) ? voice : null;
        }
        catch (Exception error) when (error is VoiceException or CheckpointException or IOException or UnauthorizedAccessException)
        {
            Debug.WriteLine(error);
            return null;
        }
    }

    /// <summary>Keeps a prepared voice, if the recordings it was made of are still there and the disk allows it.</summary>
    public void Save(VoiceEntry entry, VoicePreparation preparation, Voice voice)
    {
        // The voice is written into a folder of its own, since Save writes beside the file first.
        string? temporary = null;
        try
        {
            temporary = folder.NewTemporary();
            Directory.CreateDirectory(temporary);
            string written = Path.Combine(temporary, "voice.safetensors");
            voice.Save(written);
            folder.Exclusively(() =>
            {
                // A voice of the same id may have taken the place of one that was deleted meanwhile.
                if (entry.IsReadOnly || scanner.Current().Find(entry.Id)?.Revision == entry.Revision)
                    Publish(written, PathOf(entry, preparation), temporary);
                return true;
            });
        }
        catch (Exception error) when (error is VoiceException or VoiceStorageException or IOException or UnauthorizedAccessException)
        {
            Debug.WriteLine(error);
        }
        finally
        {
            if (temporary is not null)
                VoiceFolder.Remove(temporary);
        }
    }

    /// <summary>Removes what was made of loose recordings that have gone or changed.</summary>
    public void Prune()
    {
        string cache = folder.Inside(Cache);
        if (!Directory.Exists(cache))
            return;
        HashSet<string> current = [.. scanner.Current().Entries.Where(entry => entry.IsReadOnly).Select(KeyOf)];
        foreach (string path in Directory.EnumerateFiles(cache))
            if (!current.Contains(Path.GetFileName(path).Split('-')[0]))
                VoiceFolder.Remove(path);
    }

    private string PathOf(VoiceEntry entry, VoicePreparation preparation)
    {
        string name = $"{NameOf(preparation)}.safetensors";
        return entry.IsReadOnly ? folder.Inside(Cache, $"{KeyOf(entry)}-{name}") : folder.Inside(entry.Id, Conditionals, name);
    }

    /// <summary>Moves a file into its folder. That is made by a rename too, so that the folder of a deleted voice never comes back.</summary>
    private static void Publish(string written, string path, string temporary)
    {
        string target = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(target))
            Directory.Move(Directory.CreateDirectory(Path.Combine(temporary, "folder")).FullName, target);
        File.Move(written, path, overwrite: true);
    }

    private static string KeyOf(VoiceEntry entry) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(entry.Revision)))[..KeyDigits];
}
