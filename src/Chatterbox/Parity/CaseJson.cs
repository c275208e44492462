using System.Text.Json;

namespace Chatterbox.Parity;

/// <summary>An object of a case's description. What is missing or of the wrong kind is refused by the name of its key.</summary>
internal readonly struct CaseJson
{
    private readonly JsonElement _element;
    private readonly string _prefix;

    /// <summary>Takes an object; <paramref name="name"/> is its key, nothing for the whole description.</summary>
    /// <exception cref="FormatException">It is no object.</exception>
    public CaseJson(JsonElement element, string name = "")
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new FormatException(name.Length == 0 ? "it is no object." : $"'{name}' is no object.");
        (_element, _prefix) = (element, name.Length == 0 ? "" : $"{name}.");
    }

    /// <summary>Whether a key is there.</summary>
    public bool Has(string key) => _element.TryGetProperty(key, out _);

    /// <summary>A string.</summary>
    public string Text(string key) => OptionalText(key) ?? throw Wrong(key, "no string");

    /// <summary>A string or null.</summary>
    public string? OptionalText(string key)
    {
        JsonElement value = Value(key);
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            throw Wrong(key, "no string");
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // The reader's complaint of half a surrogate pair.
            throw Wrong(key, "not valid Unicode");
        }
    }

    /// <summary>A whole number, at least <paramref name="low"/>.</summary>
    public int Integer(string key, int low = int.MinValue) =>
        TryInteger(Value(key), out int number) && number >= low ? number : throw Wrong(key, $"no whole number from {low} to {int.MaxValue}");

    /// <summary>A list of whole numbers.</summary>
    public int[] Integers(string key)
    {
        List<int> numbers = [];
        foreach (JsonElement element in List(key).EnumerateArray())
            numbers.Add(TryInteger(element, out int number) ? number : throw Wrong(key, "no list of whole numbers"));
        return [.. numbers];
    }

    /// <summary>A number from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public float Number(string key, float low, float high) =>
        Value(key) is { ValueKind: JsonValueKind.Number } value && value.TryGetSingle(out float number) && number >= low && number <= high
            ? number
            : throw Wrong(key, FormattableString.Invariant($"no number from {low} to {high}"));

    /// <summary>An object.</summary>
    public CaseJson Object(string key) => new(Value(key), _prefix + key);

    /// <summary>A list.</summary>
    public JsonElement List(string key) => Value(key) is { ValueKind: JsonValueKind.Array } list ? list : throw Wrong(key, "no list");

    /// <summary>The complaint about the value of a key.</summary>
    public FormatException Wrong(string key, string what) => new($"'{_prefix}{key}' is {what}.");

    private static bool TryInteger(JsonElement value, out int number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number);
    }

    private JsonElement Value(string key) =>
        _element.TryGetProperty(key, out JsonElement value) ? value : throw new FormatException($"the key '{_prefix}{key}' is missing.");
}
