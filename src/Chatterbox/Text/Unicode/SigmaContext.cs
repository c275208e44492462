namespace Chatterbox.Text;

/// <summary>How a character counts when it is decided whether a capital sigma ends a word.</summary>
internal enum SigmaContext
{
    /// <summary>It bounds a word.</summary>
    Other = 0,

    /// <summary>A letter that has case.</summary>
    Cased = 1,

    /// <summary>Looked through: marks, apostrophes and the like.</summary>
    Ignorable = 2,
}
