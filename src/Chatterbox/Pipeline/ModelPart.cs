namespace Chatterbox.Pipeline;

/// <summary>A part of a loaded model and the memory of its weights.</summary>
/// <param name="Name">T3, flow or vocoder, or what listens to recordings once it is loaded.</param>
/// <param name="Bytes">Bytes the engine holds; tables that are read from the mapped file are not among them.</param>
public sealed record ModelPart(string Name, long Bytes);
