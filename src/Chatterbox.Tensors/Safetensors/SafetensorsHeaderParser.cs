using System.Text.Json;
using System.Text.Unicode;

namespace Chatterbox.Tensors.Safetensors;

/// <summary>
/// Parses the JSON header of a safetensors file strictly, as the format asks: no duplicate keys, offsets that cover the
/// data without overlap or hole, sizes that agree with the shapes.
/// </summary>
internal ref struct SafetensorsHeaderParser
{
    private readonly string _path;
    private readonly long _dataLength;
    private readonly List<SafetensorsEntry> _entries = [];
    private readonly HashSet<string> _names = [];
    private readonly Dictionary<string, string> _metadata = [];
    private Utf8JsonReader _reader;

    private SafetensorsHeaderParser(ReadOnlySpan<byte> json, long dataLength, string path)
    {
        _path = path;
        _dataLength = dataLength;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
    }

    /// <summary>Parses <paramref name="json"/>, the header of a file with <paramref name="dataLength"/> bytes of data.</summary>
    /// <exception cref="SafetensorsException">The header is malformed; the message names <paramref name="path"/>.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength, string path)
    {
        if (!Utf8.IsValid(json))
            throw new SafetensorsException($"{path}: the header is not UTF-8.");
        SafetensorsHeaderParser parser = new(json, dataLength, path);
        try
        {
            parser.ReadRoot();
        }
        catch (JsonException error)
        {
            throw new SafetensorsException($"{path}: the header is not valid JSON: {error.Message}", error);
        }
        parser.CheckCoverage();
        return new SafetensorsHeader(parser._entries, parser._metadata);
    }

    private void ReadRoot()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject)
            throw Error("the header is not a JSON object.");
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = ReadText("a name in the header");
            if (!_names.Add(name))
                throw Error($"'{name}' appears twice.");
            _reader.Read();
            if (name == SafetensorsHeader.MetadataKey)
                ReadMetadata();
            else
                ReadEntry(name);
        }
        if (_reader.Read())
            throw Error("there is text after the header's object.");
    }

    private void ReadMetadata()
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
            throw Error("the metadata is not an object.");
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = ReadText("a key of the metadata");
            _reader.Read();
            if (_reader.TokenType != JsonTokenType.String)
                throw Error($"the metadata '{key}' is not a string.");
            if (!_metadata.TryAdd(key, ReadText($"the metadata '{key}'")))
                throw Error($"the metadata '{key}' appears twice.");
        }
    }

    private void ReadEntry(string name)
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
            throw Error($"'{name}' is not an object.");
        Dtype? dtype = null;
        Shape? shape = null;
        (long Begin, long End)? offsets = null;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            string field = ReadText($"a field of '{name}'");
            bool repeated = field switch
            {
                "dtype" => dtype is not null,
                "shape" => shape is not null,
                "data_offsets" => offsets is not null,
                _ => throw Error($"'{name}' has the unknown field '{field}'."),
            };
            if (repeated)
                throw Error($"'{name}' has the field '{field}' twice.");
            _reader.Read();
            if (field == "dtype")
                dtype = ReadDtype(name);
            else if (field == "shape")
                shape = ReadShape(name);
            else
                offsets = ReadOffsets(name);
        }
        if (dtype is null || shape is null || offsets is null)
            throw Error($"'{name}' lacks its dtype, shape or data_offsets.");
        AddEntry(name, dtype.Value, shape.Value, offsets.Value);
    }

    private readonly void AddEntry(string name, Dtype dtype, Shape shape, (long Begin, long End) offsets)
    {
        if (offsets.Begin > offsets.End || offsets.End > _dataLength)
        {
            throw Error(
                $"'{name}' lies at bytes {offsets.Begin} to {offsets.End} of the data, which has {_dataLength}; "
                + "the file may be cut off: download it again.");
        }
        if (!TryCountBytes(shape, dtype.Size(), out long bytes) || bytes != offsets.End - offsets.Begin)
            throw Error($"'{name}' has {offsets.End - offsets.Begin} bytes, which do not fit {dtype.Name()} of shape {shape}.");
        _entries.Add(new SafetensorsEntry(name, dtype, shape, offsets.Begin, bytes));
    }

    private static bool TryCountBytes(Shape shape, int elementSize, out long bytes)
    {
        bytes = elementSize;
        for (int i = 0; i < shape.Rank; i++)
        {
            // A product below 2^63 times a dimension below 2^31 cannot overflow 128 bits.
            UInt128 product = (UInt128)bytes * (UInt128)shape[i];
            if (product > long.MaxValue)
                return false;
            bytes = (long)product;
        }
        return true;
    }

    private Dtype ReadDtype(string name)
    {
        if (_reader.TokenType != JsonTokenType.String)
            throw Error($"the dtype of '{name}' is not a string.");
        string text = ReadText($"the dtype of '{name}'");
        return DtypeExtensions.TryParse(text, out Dtype? dtype) ? dtype.Value : throw Error($"'{name}' has the unknown dtype '{text}'.");
    }

    private Shape ReadShape(string name)
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
            throw Error($"the shape of '{name}' is not an array.");
        Span<int> dimensions = stackalloc int[Shape.MaxRank];
        int rank = 0;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (rank == Shape.MaxRank)
                throw Error($"'{name}' has more than {Shape.MaxRank} dimensions.");
            if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt32(out int dimension) || dimension < 0)
                throw Error($"a dimension of '{name}' is not a whole number from 0 to {int.MaxValue}.");
            dimensions[rank++] = dimension;
        }
        return new Shape(dimensions[..rank]);
    }

    private (long Begin, long End) ReadOffsets(string name)
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
            throw Error($"the data_offsets of '{name}' are not an array.");
        long begin = ReadOffset(name);
        long end = ReadOffset(name);
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.EndArray)
            throw Error($"'{name}' has more than two data_offsets.");
        return (begin, end);
    }

    private long ReadOffset(string name)
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt64(out long offset) || offset < 0)
            throw Error($"the data_offsets of '{name}' are not two whole numbers of 0 or more.");
        return offset;
    }

    private readonly string ReadText(string what)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            // An escaped half of a surrogate pair.
            throw new SafetensorsException($"{_path}: {what} is not valid Unicode.", error);
        }
    }

    private readonly void CheckCoverage()
    {
        long end = 0;
        foreach (SafetensorsEntry entry in _entries.OrderBy(e => e.Offset).ThenBy(e => e.Bytes))
        {
            if (entry.Offset < end)
                throw Error($"'{entry.Name}' overlaps the tensor before it.");
            if (entry.Offset > end)
                throw Error($"there is a hole of {entry.Offset - end} bytes before '{entry.Name}'.");
            end = entry.Offset + entry.Bytes;
        }
        if (end != _dataLength)
            throw Error($"the tensors end at byte {end} of the data, but the file goes on to {_dataLength}.");
    }

    private readonly SafetensorsException Error(string message) => new($"{_path}: {message}");
}
