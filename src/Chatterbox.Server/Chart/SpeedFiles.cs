using System.Text.Json;
using System.Xml;

namespace Chatterbox.Server.Chart;

/// <summary>Reads figures: of <c>bench --json</c>, and of other programs from a list that names their machines.</summary>
internal static class SpeedFiles
{
    private const int MaxBytes = 1 << 20, MaxPeers = 8, MaxName = 100;
    private const double MaxRtf = 10_000;

    /// <summary>The figure in a file that <c>bench --json</c> wrote.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static SpeedFigure ReadResult(string path) => Read(path, "a result of 'chatterbox bench --json'", root =>
    {
        // The engine's words end with what the weights are kept in.
        string threads = $"{root.GetProperty("threads").GetInt32()} threads";
        string precision = Name(root, "engine").Split($"{threads}, ", 2)[^1];
        return new SpeedFigure(
            Family(Name(root, "family")), $"Chatterbox Server, {precision}",
            $"{Name(root, "processor")}, {Name(root, "instructionSet")}, {threads}", Rtf(root.GetProperty("rtf")), IsOurs: true);
    });

    /// <summary>The figures in a list of other programs, which are under <c>peers</c>: <c>name</c>, <c>machine</c> and <c>rtf</c> by family.</summary>
    /// <exception cref="InvalidDataException">It is no such list.</exception>
    public static IReadOnlyList<SpeedFigure> ReadPeers(string path) => Read(path, "a list of peers", root =>
    {
        JsonElement peers = root.GetProperty("peers");
        if (peers.GetArrayLength() is 0 or > MaxPeers)
            throw new FormatException($"it names {peers.GetArrayLength()} programs, not 1 to {MaxPeers}.");
        return (IReadOnlyList<SpeedFigure>)
        [
            .. from peer in peers.EnumerateArray()
               let name = Name(peer, "name")
               let machine = Name(peer, "machine")
               from rtf in peer.GetProperty("rtf").EnumerateObject()
               select new SpeedFigure(Family(rtf.Name), name, machine, Rtf(rtf.Value), IsOurs: false),
        ];
    });

    private static T Read<T>(string path, string what, Func<JsonElement, T> read)
    {
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > MaxBytes)
            throw new InvalidDataException($"'{path}' has {stream.Length} bytes and so is not {what}.");
        try
        {
            using JsonDocument json = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            return read(json.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or XmlException)
        {
            // The reader's own complaints too: wrong kinds of values, missing fields.
            throw new InvalidDataException($"'{path}' is not {what}: {error.Message}", error);
        }
    }

    /// <summary>A name that an SVG can hold.</summary>
    private static string Name(JsonElement element, string key)
    {
        string name = XmlConvert.VerifyXmlChars(element.GetProperty(key).GetString() ?? throw new FormatException($"'{key}' is null."));
        return name.Length is > 0 and <= MaxName ? name : throw new FormatException($"'{key}' has {name.Length} characters, not 1 to {MaxName}.");
    }

    private static ModelFamily Family(string name) =>
        Commands.NamedValue.Find<ModelFamily>(name) ?? throw new FormatException($"there is no family '{name}'.");

    private static double Rtf(JsonElement element) => element.GetDouble() is > 0 and <= MaxRtf and double rtf
        ? rtf
        : throw new FormatException($"a real-time factor is not over 0 to {MaxRtf}.");
}
