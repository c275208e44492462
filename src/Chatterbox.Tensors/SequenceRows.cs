namespace Chatterbox.Tensors;

/// <summary>Rows of a decoder step that belong to one sequence: they continue its cache, in order.</summary>
/// <param name="Cache">The sequence's cache; the rows take the positions from its length on.</param>
/// <param name="Count">Number of rows: one in a decode step, all of them in a prefill.</param>
public readonly record struct SequenceRows(KvCache Cache, int Count);
