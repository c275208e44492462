namespace Chatterbox.Text;

/// <summary>How a text becomes a <see cref="SpeechScript"/>.</summary>
public sealed record ScriptOptions
{
    /// <summary>The most UTF-16 code units of a piece, at least 2.</summary>
    public required int MaxCharacters { get; init; }

    /// <summary>A shorter bound for the first piece, so that streams start early; null is <see cref="MaxCharacters"/>. At least 2.</summary>
    public int? FirstPieceCharacters { get; init; }

    /// <summary>Code of the text's language as in <see cref="Languages"/>. Null is English, which models of one language speak.</summary>
    public string? Language { get; init; }

    /// <summary>Whether numbers and symbols are written out in words.</summary>
    public bool ExpandNumbers { get; init; } = true;

    /// <summary>Seconds of silence between two pieces of one paragraph, 0 to 10.</summary>
    public double SentencePause { get; init; } = 0.2;

    /// <summary>Seconds of silence between paragraphs, 0 to 10.</summary>
    public double ParagraphPause { get; init; } = 0.6;
}
