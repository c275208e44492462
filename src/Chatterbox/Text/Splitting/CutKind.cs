namespace Chatterbox.Text;

/// <summary>What a cut divides; the greater, the worse the cut.</summary>
internal enum CutKind
{
    /// <summary>Two sentences.</summary>
    Sentence = 0,

    /// <summary>Two clauses of a sentence.</summary>
    Clause = 1,

    /// <summary>Two words.</summary>
    Word = 2,

    /// <summary>Two characters of a word.</summary>
    Character = 3,
}
