namespace Chatterbox.Tensors.Safetensors;

/// <summary>The parsed and checked header of a safetensors file.</summary>
/// <param name="Entries">The tensors in the order of the header.</param>
/// <param name="Metadata">The strings under <c>__metadata__</c>.</param>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The longest header that is read; the format's own limit.</summary>
    public const int MaxBytes = 100_000_000;

    /// <summary>The key of the metadata.</summary>
    public const string MetadataKey = "__metadata__";
}
