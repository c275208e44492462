namespace Chatterbox.Server.Voices;

/// <summary>
/// Reads the folder when it has changed. Whether it has costs one look at the folder's time; only a <c>voice.json</c> with another
/// time or size than before is read again.
/// </summary>
internal sealed class VoiceScanner(VoiceFolder folder, VoiceLibraryLimits limits)
{
    private readonly Lock _gate = new();
    private Dictionary<string, KnownVoice> _known = [];
    private Snapshot? _snapshot;

    /// <summary>All voices as they are now, whoever changed them.</summary>
    /// <exception cref="VoiceStorageException">The folder cannot be read.</exception>
    public VoiceIndex Current() => VoiceStorageException.Guard("The voices could not be listed", () =>
    {
        if (Volatile.Read(ref _snapshot) is { } last && last.Holds(folder.Changed))
            return last.Index;
        lock (_gate)
        {
            // The time is read before the content, so that a change meanwhile is seen the next time.
            DateTime changed = folder.Changed;
            if (_snapshot is { } other && other.Holds(changed))
                return other.Index;
            bool settled = IsSettled(changed);
            Snapshot snapshot = new(Scan(), changed, settled);
            Volatile.Write(ref _snapshot, snapshot);
            return snapshot.Index;
        }
    });

    /// <summary>
    /// Whether a later change is sure to leave another time. Clocks of file systems step by a few milliseconds, some by seconds,
    /// and then show whole ones.
    /// </summary>
    private static bool IsSettled(DateTime changed)
    {
        TimeSpan step = changed.Ticks % TimeSpan.TicksPerSecond == 0 ? TimeSpan.FromSeconds(2) : TimeSpan.FromMilliseconds(100);
        return DateTime.UtcNow - changed > step;
    }

    private VoiceIndex Scan()
    {
        List<VoiceProblem> problems = [];
        List<FileInfo> recordings = [];
        Dictionary<string, KnownVoice> known = [];
        foreach (FileSystemInfo item in Items(problems))
            if (item is FileInfo file)
                recordings.Add(file);
            else if (Look(item.Name) is { } voice)
                known.Add(item.Name, voice);
        _known = known;
        problems.AddRange(known.Values.Select(voice => voice.Problem).OfType<VoiceProblem>());
        List<VoiceEntry> entries =
            [.. known.Values.Select(voice => voice.Entry).OfType<VoiceEntry>().OrderBy(entry => entry.Created).ThenBy(entry => entry.Id, StringComparer.Ordinal)];
        AddRecordings(recordings, entries, problems);
        return new VoiceIndex(entries, problems, ReadDefault(problems));
    }

    /// <summary>The folders and recordings that may be voices, in order and no more than allowed.</summary>
    private IEnumerable<FileSystemInfo> Items(List<VoiceProblem> problems)
    {
        List<FileSystemInfo> items = [];
        foreach (FileSystemInfo item in new DirectoryInfo(folder.Root).EnumerateFileSystemInfos())
        {
            bool mayBeVoice = !item.Name.StartsWith('.') && (item is DirectoryInfo || LooseRecording.IsOne(item.Name));
            if (mayBeVoice && VoiceFolder.IsLink(item))
                problems.Add(new VoiceProblem(VoiceName.Printable(item.Name), "It is left out: symbolic links are not followed. Put a copy in its place."));
            else if (mayBeVoice)
                items.Add(item);
        }

        if (items.Count > limits.MaxVoices)
            problems.Add(new VoiceProblem(".", $"There are {items.Count} voices; the last by name are left out, since a library has at most {limits.MaxVoices}."));
        return items.OrderBy(item => item.Name, StringComparer.Ordinal).Take(limits.MaxVoices);
    }

    /// <summary>What is known of the voice in a folder; null if the folder has gone.</summary>
    private KnownVoice? Look(string id)
    {
        if (!VoiceId.IsValid(id))
            return new KnownVoice(
                default, 0, false, null, new VoiceProblem(VoiceName.Printable(id), "It is left out: its name is no id of a voice, of a-z, 0-9, - and _, or is reserved."));
        FileInfo file = new(Path.Combine(folder.Root, id, VoiceFile.FileName));
        if (!file.Exists)
            return Directory.Exists(Path.Combine(folder.Root, id)) ? Broken(default, $"It is left out: it has no {VoiceFile.FileName}.") : null;
        (DateTime time, long length) = (file.LastWriteTimeUtc, file.Length);
        if (_known.TryGetValue(id, out KnownVoice? before) && before.Settled && (before.Time, before.Length) == (time, length))
            return before;
        if (VoiceFolder.IsLink(file))
            return Broken(time, $"It is left out: its {VoiceFile.FileName} is a symbolic link, which is not followed.");
        try
        {
            bool settled = IsSettled(time);
            return new KnownVoice(time, length, settled, VoiceFile.Read(file.FullName, id, limits), null);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Broken(time, $"It is left out: its {VoiceFile.FileName} cannot be read.");
        }
        catch (InvalidDataException error)
        {
            return Broken(time, $"It is left out: {error.Message}");
        }

        KnownVoice Broken(DateTime seen, string message) => new(seen, file.Exists ? file.Length : 0, false, null, new VoiceProblem(id, message));
    }

    private static void AddRecordings(List<FileInfo> recordings, List<VoiceEntry> entries, List<VoiceProblem> problems)
    {
        HashSet<string> taken = [.. entries.Select(entry => entry.Id)];
        foreach (FileInfo recording in recordings)
        {
            try
            {
                VoiceName name = LooseRecording.NameOf(recording.Name);
                VoiceEntry entry = LooseRecording.Describe(recording, name, VoiceId.OfLoose(name, taken.Contains));
                taken.Add(entry.Id);
                entries.Add(entry);
            }
            catch (VoiceNameException error)
            {
                problems.Add(new VoiceProblem(VoiceName.Printable(recording.Name), $"It is left out: {error.Message}"));
            }
            catch (FileNotFoundException)
            {
                // It went away meanwhile.
                continue;
            }
        }
    }

    private DefaultVoiceFile? ReadDefault(List<VoiceProblem> problems)
    {
        FileInfo file = new(Path.Combine(folder.Root, DefaultVoiceFile.FileName));
        if (!file.Exists && file.LinkTarget is null)
            return new DefaultVoiceFile(Default: null);
        try
        {
            return VoiceFolder.IsLink(file)
                ? throw new InvalidDataException("It is a symbolic link, which is not followed.")
                : DefaultVoiceFile.Read(file.FullName);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            string reason = error is InvalidDataException ? error.Message : "It cannot be read.";
            problems.Add(new VoiceProblem(DefaultVoiceFile.FileName, $"There is no default voice. {reason} Set the default voice again."));
            return null;
        }
    }

    /// <summary>What stands in the folder of a voice, and the time and size of its file by which a change is seen.</summary>
    private sealed record KnownVoice(DateTime Time, long Length, bool Settled, VoiceEntry? Entry, VoiceProblem? Problem);

    private sealed record Snapshot(VoiceIndex Index, DateTime Changed, bool Settled)
    {
        public bool Holds(DateTime changed) => Settled && Changed == changed;
    }
}
