namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>An embedding table as it lies in the file: only the rows that are looked up are ever read into memory.</summary>
internal sealed class EmbeddingTable(HostTensor table) : Weight
{
    /// <inheritdoc/>
    public override Shape Shape => table.Shape;

    /// <inheritdoc/>
    public override long Bytes => 0;

    /// <summary>Row <paramref name="id"/>.</summary>
    public ReadOnlySpan<float> Row(int id)
    {
        if ((uint)id >= (uint)Shape[0])
            throw new ArgumentOutOfRangeException(nameof(id), $"Id {id} is not in a table of {Shape[0]} entries; this is a bug.");
        return table.Values.Slice(id * Shape[1], Shape[1]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
