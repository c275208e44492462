using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Chatterbox.Server.Http.Errors;
using Microsoft.Extensions.Primitives;

namespace Chatterbox.Server.Http.Speech;

/// <summary>
/// The fields of a request, whether they came as JSON, as a form or in the query. Keys that nobody asks for are left alone, since
/// clients send what other servers know; empty values, blank ones and nulls count as absent.
/// </summary>
internal sealed class RequestFields
{
    private const int MaxFields = 256;

    private readonly Dictionary<string, JsonElement> _json = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _text = new(StringComparer.Ordinal);

    /// <summary>The fields of a JSON object.</summary>
    /// <exception cref="ApiException">It is no object.</exception>
    public RequestFields(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.InvalidBody, "The body must be a JSON object.");
        foreach (JsonProperty property in json.EnumerateObject())
            if (!IsEmpty(property.Value) && _json.Count < MaxFields)
                _json[property.Name] = property.Value;
    }

    /// <summary>The fields of a form or a query; of a repeated one the last counts.</summary>
    public RequestFields(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        foreach ((string name, StringValues values) in fields)
            if (!string.IsNullOrWhiteSpace(values.LastOrDefault()) && _text.Count < MaxFields)
                _text[name] = values[^1]!;
    }

    /// <summary>The name of the first of these fields that is there, or null.</summary>
    public string? First(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            if (_json.ContainsKey(name) || _text.ContainsKey(name))
                return name;
        return null;
    }

    /// <summary>The text of the first of these fields that is there, or null.</summary>
    /// <exception cref="ApiException">It is no text.</exception>
    public string? Text(params ReadOnlySpan<string> names)
    {
        if (First(names) is not { } name)
            return null;
        if (_text.TryGetValue(name, out string? text))
            return text;
        return _json[name] is { ValueKind: JsonValueKind.String } value ? WellFormed(name, value) : throw ApiException.Invalid(name, $"'{name}' must be a string.");
    }

    /// <summary>The text of the first of these fields that is there.</summary>
    /// <exception cref="ApiException">None is, or it is no text.</exception>
    public string RequiredText(params ReadOnlySpan<string> names) =>
        Text(names) ?? throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.MissingField, $"'{names[0]}' is missing or empty.", names[0]);

    /// <summary>A text, or an object with such a text in <paramref name="key"/>; null if it is absent.</summary>
    /// <exception cref="ApiException">It is neither.</exception>
    public string? TextOrObject(string name, string key)
    {
        if (!_json.TryGetValue(name, out JsonElement value) || value.ValueKind != JsonValueKind.Object)
            return Text(name);
        if (value.TryGetProperty(key, out JsonElement inner) && inner.ValueKind == JsonValueKind.String)
            return IsEmpty(inner) ? null : WellFormed(name, inner);
        throw ApiException.Invalid(name, $"'{name}' must be a string, or an object with a string '{key}'.");
    }

    /// <summary>A number in a range, or null.</summary>
    /// <exception cref="ApiException">It is no number, or out of the range.</exception>
    public double? Number(string name, double low, double high)
    {
        if (First(name) is null)
            return null;
        double? value = null;
        if (_text.TryGetValue(name, out string? text))
            value = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : null;
        else if (_json[name].ValueKind == JsonValueKind.Number && _json[name].TryGetDouble(out double number))
            value = number;
        return value >= low && value <= high
            ? value
            : throw ApiException.Invalid(name, string.Create(CultureInfo.InvariantCulture, $"'{name}' must be a number from {low} to {high}."));
    }

    /// <summary>A whole number in a range, or null.</summary>
    /// <exception cref="ApiException">It is none, or out of the range.</exception>
    public long? Integer(string name, long low, long high)
    {
        if (First(name) is null)
            return null;
        long? value = null;
        if (_text.TryGetValue(name, out string? text))
            value = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long parsed) ? parsed : null;
        else if (_json[name].ValueKind == JsonValueKind.Number)
            value = Whole(_json[name]);
        return value >= low && value <= high ? value : throw ApiException.Invalid(name, $"'{name}' must be a whole number from {low} to {high}.");
    }

    /// <summary>Yes or no, or null.</summary>
    /// <exception cref="ApiException">It is neither.</exception>
    public bool? Flag(string name)
    {
        if (First(name) is null)
            return null;
        string word = _text.TryGetValue(name, out string? text) ? text.ToLowerInvariant() : _json[name].GetRawText();
        return word switch
        {
            "true" or "1" => true,
            "false" or "0" => false,
            _ => throw ApiException.Invalid(name, $"'{name}' must be true or false."),
        };
    }

    /// <summary>Whether a value counts as absent. The bytes between the quotes are looked at, since they need not be text at all.</summary>
    private static bool IsEmpty(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null
        || (value.ValueKind == JsonValueKind.String && !JsonMarshal.GetRawUtf8Value(value)[1..^1].ContainsAnyExcept((byte)' '));

    /// <summary>Some clients write whole numbers with a fraction of zero.</summary>
    private static long? Whole(JsonElement value) =>
        value.TryGetInt64(out long whole) ? whole
        : value.TryGetDouble(out double number) && Math.Abs(number) < 1L << 53 && number == Math.Floor(number) ? (long)number
        : null;

    private static string WellFormed(string name, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw ApiException.Invalid(name, $"'{name}' is no well-formed text: it has half of a surrogate pair.");
        }
    }
}
