using System.Diagnostics;
using Chatterbox.Pipeline;
using Chatterbox.Text;

namespace Chatterbox.Server.Voices;

/// <summary>
/// A folder of voices, shared by threads and processes. Every change becomes visible by one rename: whoever is killed, or finds the
/// disk full, leaves what was there. Wherever a voice is named, its id, its name and its aliases do.
/// </summary>
internal sealed class VoiceLibrary : IDisposable
{
    private const int MaxAttempts = 8;
    private const int ReadBytes = 64 << 10;

    private readonly VoiceLibraryLimits _limits;
    private readonly VoiceFolder _folder;
    private readonly VoiceScanner _scanner;
    private readonly ClipIntake _intake;
    private readonly PreparedVoices _prepared;

    /// <summary>Opens the folder, makes it if need be, and removes what dead processes left unfinished.</summary>
    /// <exception cref="VoiceStorageException">The folder cannot be made or read.</exception>
    public VoiceLibrary(string folder, VoiceLibraryLimits? limits = null)
    {
        _limits = limits ?? new VoiceLibraryLimits();
        _folder = new VoiceFolder(folder);
        _scanner = new VoiceScanner(_folder, _limits);
        _intake = new ClipIntake(_limits);
        ConditionalsStore store = new(_folder, _scanner);
        _prepared = new PreparedVoices(_folder, store, new ClipDecoder(_limits), _limits);
        Tidy(store);
    }

    /// <summary>What is in the folder and was left out, with the reasons.</summary>
    /// <exception cref="VoiceStorageException">The folder cannot be read.</exception>
    public IReadOnlyList<VoiceProblem> Problems => _scanner.Current().Problems;

    /// <summary>All voices by name, changes of other processes included.</summary>
    /// <exception cref="VoiceStorageException">The folder cannot be read.</exception>
    public IReadOnlyList<VoiceEntry> List() => _scanner.Current().Entries;

    /// <summary>The voice of an id, name or alias, or null.</summary>
    /// <exception cref="VoiceStorageException">The folder cannot be read.</exception>
    public VoiceEntry? Find(string name) => _scanner.Current().Find(name);

    /// <summary>Makes a voice of uploaded recordings. It is prepared when it is first asked for.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="language">Code of a language, or null.</param>
    /// <param name="clips">The recordings with the client's names; their streams are read, not disposed.</param>
    /// <param name="family">The recordings must be long enough for this family.</param>
    /// <param name="cancellation">Ends it; then nothing was made.</param>
    /// <exception cref="VoiceNameException">The name is none.</exception>
    /// <exception cref="VoiceConflictException">The name is taken.</exception>
    /// <exception cref="VoiceException">The recordings or the language cannot serve.</exception>
    /// <exception cref="VoiceStorageException">The disk or the library is full.</exception>
    public VoiceEntry Create(
        string name,
        string? language,
        IReadOnlyList<(string OriginalName, Stream Content)> clips,
        ModelFamily family,
        CancellationToken cancellation = default)
    {
        VoiceName parsed = VoiceName.Parse(name);
        string? code = LanguageOf(language);
        RequireRoom(_scanner.Current(), parsed);
        const string failure = "The voice could not be stored";
        string? temporary = null;
        try
        {
            string clipFolder = VoiceStorageException.Guard(failure, () =>
            {
                temporary = _folder.NewTemporary();
                Directory.CreateDirectory(Path.Combine(temporary, ConditionalsStore.Conditionals));
                return Directory.CreateDirectory(Path.Combine(temporary, VoiceFolder.Clips)).FullName;
            });
            IReadOnlyList<VoiceClip> taken = _intake.Take(clips, clipFolder, FamilyTraits.Of(family).MinimumReference, cancellation);
            VoiceEntry entry = new("", parsed.Text, code, [], DateTimeOffset.UtcNow, taken) { Revision = VoiceFile.RevisionOf(taken) };
            return VoiceStorageException.Guard(failure, () => _folder.Exclusively(() => Publish(entry, parsed, temporary!)));
        }
        finally
        {
            if (temporary is not null)
                VoiceFolder.Remove(temporary);
        }
    }

    /// <summary>Gives a voice another name; its id stays. An alias of that name is no longer needed and goes.</summary>
    /// <exception cref="VoiceNotFoundException">There is no such voice.</exception>
    /// <exception cref="VoiceNameException">The new name is none.</exception>
    /// <exception cref="VoiceConflictException">The new name is taken, or the voice is a loose recording.</exception>
    /// <exception cref="VoiceStorageException">It cannot be stored.</exception>
    public VoiceEntry Rename(string voice, string newName)
    {
        VoiceName parsed = VoiceName.Parse(newName);
        return Change(voice, (index, entry) =>
        {
            index.RequireFree(parsed, entry);
            return entry with { Name = parsed.Text, Aliases = Without(entry.Aliases, parsed.Key) };
        });
    }

    /// <summary>Gives a voice one more name. One that leads to it already changes nothing.</summary>
    /// <exception cref="VoiceNameException">The alias is no name, or the voice has too many.</exception>
    /// <inheritdoc cref="Rename" path="/exception"/>
    public VoiceEntry AddAlias(string voice, string alias)
    {
        VoiceName parsed = VoiceName.Parse(alias);
        return Change(voice, (index, entry) =>
        {
            index.RequireFree(parsed, entry);
            if (index.Find(parsed.Text) is not null)
                return entry;
            return entry.Aliases.Count < _limits.MaxAliases
                ? entry with { Aliases = [.. entry.Aliases, parsed.Text] }
                : throw new VoiceNameException($"The voice '{entry.Name}' has {_limits.MaxAliases} aliases, and no voice has more. Remove one first.");
        });
    }

    /// <summary>Takes an alias away.</summary>
    /// <exception cref="VoiceNotFoundException">There is no such voice, or it has no such alias.</exception>
    /// <inheritdoc cref="Rename" path="/exception"/>
    public VoiceEntry RemoveAlias(string voice, string alias) => Change(voice, (_, entry) =>
    {
        IReadOnlyList<string> rest = VoiceName.LookupKey(alias) is { } key ? Without(entry.Aliases, key) : entry.Aliases;
        return rest.Count < entry.Aliases.Count
            ? entry with { Aliases = rest }
            : throw new VoiceNotFoundException($"The voice '{entry.Name}' has no alias '{VoiceName.Printable(alias)}'.");
    });

    /// <summary>The default voice, or null if none is set.</summary>
    /// <exception cref="VoiceNotFoundException">The one that is set is not there, or it cannot be told which is set.</exception>
    /// <exception cref="VoiceStorageException">The folder cannot be read.</exception>
    public VoiceEntry? GetDefault()
    {
        VoiceIndex index = _scanner.Current();
        DefaultVoiceFile file = index.Default
            ?? throw new VoiceNotFoundException("It cannot be read which voice is the default one. Set it again.");
        return file.Default is null
            ? null
            : index.Find(file.Default) ?? throw new VoiceNotFoundException($"The default voice '{file.Default}' is not there. Set another one.");
    }

    /// <summary>Makes a voice the default one.</summary>
    /// <exception cref="VoiceNotFoundException">There is no such voice.</exception>
    /// <exception cref="VoiceStorageException">It cannot be stored.</exception>
    public VoiceEntry SetDefault(string voice) => Exclusively("The default voice could not be set", () =>
    {
        VoiceEntry entry = _scanner.Current().Require(voice);
        WriteDefault(entry.Id);
        return entry;
    });

    /// <summary>Leaves the library without a default voice.</summary>
    /// <exception cref="VoiceStorageException">It cannot be stored.</exception>
    public void ClearDefault() => Exclusively("The default voice could not be cleared", () =>
    {
        WriteDefault(null);
        return true;
    });

    /// <summary>Deletes a voice with its recordings; if it is the default one, there is none afterwards.</summary>
    /// <exception cref="VoiceNotFoundException">There is no such voice.</exception>
    /// <exception cref="VoiceConflictException">It is a loose recording.</exception>
    /// <exception cref="VoiceStorageException">It cannot be removed.</exception>
    public void Delete(string voice)
    {
        string trash = Exclusively("The voice could not be deleted", () =>
        {
            VoiceIndex index = _scanner.Current();
            VoiceEntry entry = RequireOwn(index, voice);
            // First, so that a crash in between leaves no default voice that is not there.
            if (index.Default?.Default == entry.Id)
                WriteDefault(null);
            return _folder.Discard(_folder.Inside(entry.Id));
        });
        VoiceFolder.Remove(trash);
    }

    /// <summary>Opens a recording for download, as it was uploaded. The caller disposes it. On Windows the voice cannot be deleted meanwhile.</summary>
    /// <param name="voice">The voice.</param>
    /// <param name="index">Place of the recording in <see cref="VoiceEntry.Clips"/>.</param>
    /// <exception cref="VoiceNotFoundException">There is no such voice, or no such recording.</exception>
    /// <exception cref="VoiceException">The recording cannot be read.</exception>
    public Stream OpenClip(string voice, int index)
    {
        VoiceEntry entry = _scanner.Current().Require(voice);
        if (index < 0 || index >= entry.Clips.Count)
            throw new VoiceNotFoundException(
                $"The voice '{entry.Name}' has {entry.Clips.Count} recordings; there is no recording {index}, counted from 0.");
        try
        {
            return new FileStream(
                _folder.ClipPath(entry, entry.Clips[index]),
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                ReadBytes,
                useAsync: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new VoiceException($"The recording '{entry.Clips[index].OriginalName}' of the voice '{entry.Name}' cannot be read.", error);
        }
    }

    /// <summary>
    /// The voice ready to speak. It is made at most once for the families that share it; callers at the same time share one
    /// preparation, which stops when all of them have left.
    /// </summary>
    /// <exception cref="VoiceNotFoundException">There is no such voice.</exception>
    /// <exception cref="VoiceException">Its recordings cannot serve; the message says why.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; others still get the voice.</exception>
    public Task<Voice> GetAsync(string voice, VoicePreparation preparation, CancellationToken cancellation = default)
    {
        VoiceEntry entry = _scanner.Current().Require(voice);
        return _prepared.GetAsync(entry.IsReadOnly ? Again(entry) : entry, preparation, cancellation);
    }

    /// <summary>Makes a folder for temporary files of this process, which is removed with the library or, after a kill, by the next one.</summary>
    /// <exception cref="VoiceStorageException">It cannot be made.</exception>
    public string MakeScratch() => VoiceStorageException.Guard("A folder for temporary files could not be made", _folder.MakeScratch);

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>A loose recording as it is now: a program may have written into the file, which the folder does not show.</summary>
    private VoiceEntry Again(VoiceEntry entry)
    {
        FileInfo file = new(_folder.ClipPath(entry, entry.Clips[0]));
        return file.Exists
            ? entry with { Revision = LooseRecording.RevisionOf(file) }
            : throw new VoiceException($"The recording of the voice '{entry.Name}' is no longer there.");
    }

    private void Tidy(ConditionalsStore store)
    {
        _scanner.Current();
        try
        {
            _folder.RemoveLeftovers();
            store.Prune();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or VoiceStorageException or VoiceException)
        {
            // A folder that can only be read serves as well.
            Debug.WriteLine(error);
        }
    }

    /// <summary>Gives a finished folder its name, which is what makes the voice visible.</summary>
    private VoiceEntry Publish(VoiceEntry draft, VoiceName name, string temporary)
    {
        VoiceIndex index = _scanner.Current();
        RequireRoom(index, name);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            VoiceEntry entry = draft with { Id = VoiceId.Of(name, attempt) };
            string target = Path.Combine(_folder.Root, entry.Id);
            if (index.Find(entry.Id) is not null || Path.Exists(target))
                continue;
            string file = Path.Combine(temporary, VoiceFile.FileName);
            File.Delete(file);
            VoiceFile.Write(file, entry);
            try
            {
                Directory.Move(temporary, target);
                return entry;
            }
            catch (IOException) when (Path.Exists(target))
            {
                // A program that takes no lock was faster.
                continue;
            }
        }

        throw new VoiceConflictException($"No free id could be found for the voice '{name.Text}'. Take another name.");
    }

    private void RequireRoom(VoiceIndex index, VoiceName name)
    {
        index.RequireFree(name);
        if (index.Entries.Count >= _limits.MaxVoices)
            throw new VoiceStorageException(
                $"The library is full: it has {index.Entries.Count} voices, and at most {_limits.MaxVoices} are allowed. Delete some first.");
    }

    private VoiceEntry Change(string voice, Func<VoiceIndex, VoiceEntry, VoiceEntry> change) => Exclusively("The voice could not be changed", () =>
    {
        VoiceIndex index = _scanner.Current();
        VoiceEntry entry = RequireOwn(index, voice);
        VoiceEntry changed = change(index, entry);
        if (changed != entry)
            _folder.Replace(_folder.Inside(entry.Id, VoiceFile.FileName), path => VoiceFile.Write(path, changed));
        return changed;
    });

    private T Exclusively<T>(string failure, Func<T> change) => VoiceStorageException.Guard(failure, () => _folder.Exclusively(change));

    private void WriteDefault(string? id) =>
        _folder.Replace(_folder.Inside(DefaultVoiceFile.FileName), new DefaultVoiceFile(id).Write);

    private static VoiceEntry RequireOwn(VoiceIndex index, string voice)
    {
        VoiceEntry entry = index.Require(voice);
        return entry.IsReadOnly
            ? throw new VoiceConflictException(
                $"The voice '{entry.Name}' is a recording that the operator put into the folder; it can only be changed there.")
            : entry;
    }

    private static string? LanguageOf(string? code)
    {
        if (code is null)
            return null;
        return Languages.TryFind(code, out Language? language)
            ? language.Code
            : throw new VoiceException(
                $"There is no language '{VoiceName.Printable(code)}'. Known: {string.Join(", ", Languages.All.Select(known => known.Code))}.");
    }

    private static List<string> Without(IReadOnlyList<string> aliases, string key) => [.. aliases.Where(alias => VoiceName.LookupKey(alias) != key)];
}
