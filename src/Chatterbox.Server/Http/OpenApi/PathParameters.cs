namespace Chatterbox.Server.Http.OpenApi;

/// <summary>What the parameters in paths mean, which is the same in every route.</summary>
internal static class PathParameters
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["voice"] = "Id, name or alias of the voice.",
        ["alias"] = "The alias, URL-encoded.",
        ["clip"] = "Number of the recording, from 0.",
        ["id"] = "Name of the model.",
    };

    /// <summary>The meaning of a parameter, or null.</summary>
    public static string? Of(string name) => Texts.GetValueOrDefault(name);
}
