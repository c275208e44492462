namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>Rounds the keys (as columns) and values (as rows) of every head into blocks, a part for each head. What is beyond the last key is zero.</summary>
internal unsafe struct PackHalfHeadsJob : IParallelJob
{
    public float* Keys, Values;
    public ushort* KeyBlocks, ValueBlocks;
    public int Length, Heads;

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        const int HeadSize = HalfAttentionJob.HeadSize;
        nint stride = Heads * HeadSize;
        long offset = (long)(part / Heads) * Length * stride + part % Heads * HeadSize;
        int padded = HalfAttentionJob.Padded(Length);
        ushort* keys = KeyBlocks + (long)part * padded * HeadSize, values = ValueBlocks + (long)part * padded * HeadSize;
        int whole = Length / HalfBlocks.Widest * HalfBlocks.Widest * HeadSize, all = padded * HeadSize;
        new Span<ushort>(keys + whole, all - whole).Clear();
        new Span<ushort>(values + whole, all - whole).Clear();
        HalfBlocks.PackTransposed(Keys + offset, stride, Length, HeadSize, keys);
        HalfBlocks.Pack(Values + offset, stride, Length, values);
    }
}
