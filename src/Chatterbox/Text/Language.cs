namespace Chatterbox.Text;

/// <summary>A language the multilingual model speaks.</summary>
/// <param name="Code">Its tag in lower case, such as "fr".</param>
/// <param name="Name">Its English name.</param>
public sealed record Language(string Code, string Name);
