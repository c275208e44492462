using Chatterbox.Audio;
using Chatterbox.Audio.Files;
using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Pipeline;
using Chatterbox.Server.Voices;

namespace Chatterbox.Tests.Server.Voices;

/// <summary>A folder of voices for one test, with recordings to put into it.</summary>
internal sealed class LibraryFolder : IDisposable
{
    private const int Rate = 8000;
    private readonly TemporaryFolder _folder = new();
    private readonly List<VoiceLibrary> _libraries = [];

    /// <summary>The folder of voices; what is beside it is outside.</summary>
    public string Path => _folder.File("voices");

    /// <summary>A path beside the folder of voices.</summary>
    public string Outside(string name) => _folder.File(name);

    /// <summary>A path in the folder of voices.</summary>
    public string File(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Opens one more library of the folder, as another process would.</summary>
    public VoiceLibrary Open(VoiceLibraryLimits? limits = null)
    {
        VoiceLibrary library = new(Path, limits);
        _libraries.Add(library);
        return library;
    }

    /// <summary>Names of all entries of the folder that are not those of a library at rest.</summary>
    public string[] Leftovers() =>
        [.. Directory.EnumerateFileSystemEntries(Path).Select(entry => System.IO.Path.GetFileName(entry)).Where(name => name.StartsWith(".t", StringComparison.Ordinal) && !IsMarker(name))];

    /// <summary>A WAV file of a tone that swells, which serves as a reference.</summary>
    public static byte[] Wav(double seconds = 0.5, double pitch = 220)
    {
        float[] samples = new float[(int)(seconds * Rate)];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (float)(0.3 * Math.Sin(i * 2 * Math.PI * pitch / Rate) * (1 + Math.Sin(i * 31.0 / Rate)) / 2);
        using MemoryStream stream = new();
        WavWriter.Write(stream, samples, Rate);
        return stream.ToArray();
    }

    /// <summary>Recordings as a client would upload them.</summary>
    public static IReadOnlyList<(string OriginalName, Stream Content)> Upload(params byte[][] files) =>
        [.. files.Select((file, i) => ($"take {i + 1}.wav", (Stream)new MemoryStream(file)))];

    /// <summary>Makes a voice of one short recording.</summary>
    public static VoiceEntry Create(VoiceLibrary library, string name, double pitch = 220) =>
        library.Create(name, null, Upload(Wav(pitch: pitch)), ModelFamily.Original);

    /// <summary>A small voice whose embedding tells <paramref name="mark"/>.</summary>
    public static Voice Small(ModelFamily family = ModelFamily.Original, float mark = 0)
    {
        float[] embedding = new float[256];
        embedding[0] = mark;
        return new Voice(family, embedding, [1, 2, 3], new FlowReference([4, 5], new float[4 * FlowReference.MelBins], new float[192]));
    }

    /// <summary>A preparation that is done at once and marks the voice with the length of the recordings in seconds.</summary>
    public static VoicePreparation Preparation(ModelFamily family = ModelFamily.Original, Action? called = null) => new(family, "mark", (clips, _) =>
    {
        called?.Invoke();
        return Task.FromResult(Small(family, (float)clips.Sum((AudioClip clip) => clip.Duration.TotalSeconds)));
    });

    public void Dispose()
    {
        foreach (VoiceLibrary library in _libraries)
            library.Dispose();
        _folder.Dispose();
    }

    /// <summary>A living library holds a file open by which others see that it lives: .tmp- and 32 digits.</summary>
    private bool IsMarker(string name) =>
        name.StartsWith(".tmp-", StringComparison.Ordinal) && name.Length == 5 + 32 && System.IO.File.Exists(File(name));
}
