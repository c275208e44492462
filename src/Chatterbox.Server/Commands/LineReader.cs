using System.Text;

namespace Chatterbox.Server.Commands;

/// <summary>Reads lines of bounded length and counts them.</summary>
internal sealed class LineReader(TextReader reader, int maxCharacters)
{
    private const char ByteOrderMark = '\uFEFF';

    private readonly StringBuilder _line = new();

    /// <summary>The number of the line last read, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The next line without its end, or null after the last.</summary>
    /// <exception cref="UsageException">The line is too long.</exception>
    public string? Read()
    {
        int next = reader.Read();
        if (Number == 0 && next == ByteOrderMark)
            next = reader.Read();
        if (next < 0)
            return null;
        Number++;
        _line.Clear();
        for (; next is >= 0 and not '\n'; next = reader.Read())
        {
            if (_line.Length == maxCharacters)
                throw new UsageException($"Line {Number} has more than {maxCharacters} characters.");
            _line.Append((char)next);
        }

        return _line.ToString();
    }
}
