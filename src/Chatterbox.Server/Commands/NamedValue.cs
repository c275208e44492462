namespace Chatterbox.Server.Commands;

/// <summary>Values of enumerations by their names, as users write them: in letters of any case, and never by number.</summary>
internal static class NamedValue
{
    /// <summary>The value of a name, or null.</summary>
    public static T? Find<T>(string name)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
            if (value.ToString().Equals(name, StringComparison.OrdinalIgnoreCase))
                return value;
        return null;
    }
}
