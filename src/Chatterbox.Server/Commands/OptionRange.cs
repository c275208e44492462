using System.CommandLine;

namespace Chatterbox.Server.Commands;

/// <summary>Values of options that must lie in a range.</summary>
internal static class OptionRange
{
    /// <summary>The value of an option, from <paramref name="low"/> to <paramref name="high"/>; null where it is not given.</summary>
    /// <exception cref="UsageException">It is out of range.</exception>
    public static T? InRange<T>(this Option<T?> option, ParseResult result, T low, T high)
        where T : struct, IComparable<T> => result.GetValue(option) is { } value ? Require(option, value, low, high) : null;

    /// <summary>The value of an option that has a default.</summary>
    /// <exception cref="UsageException">It is out of range.</exception>
    public static T InRange<T>(this Option<T> option, ParseResult result, T low, T high)
        where T : struct, IComparable<T> => Require(option, result.GetValue(option), low, high);

    private static T Require<T>(Option option, T value, T low, T high)
        where T : struct, IComparable<T> =>
        value.CompareTo(low) >= 0 && value.CompareTo(high) <= 0 ? value : throw new UsageException($"{option.Name} must be {low} to {high}, not {value}.");
}
