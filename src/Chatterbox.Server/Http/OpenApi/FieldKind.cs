namespace Chatterbox.Server.Http.OpenApi;

/// <summary>What a field of a request holds.</summary>
internal enum FieldKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>The name of a voice, or an object with it in id.</summary>
    Voice,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A file of a form.</summary>
    File,

    /// <summary>One or more files of a form, all of the same name.</summary>
    Files,
}
