namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>All heads of one row turned by their position: (x1, x2) to (x1 cos - x2 sin, x2 cos + x1 sin), the halves being the pairs.</summary>
internal unsafe struct RotaryKernel : IRowKernel
{
    public float* X, Y, Cos, Sin;
    public int* Positions;
    public int Heads, HeadSize;

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        int half = HeadSize / 2;
        float* cos = Cos + (long)Positions[row] * HeadSize, sin = Sin + (long)Positions[row] * HeadSize;
        for (int head = 0; head < Heads; head++)
        {
            long at = ((long)row * Heads + head) * HeadSize;
            for (int i = 0; i < half; i++)
            {
                float first = X[at + i], second = X[at + half + i];
                Y[at + i] = first * cos[i] - second * sin[i];
                Y[at + half + i] = second * cos[half + i] + first * sin[half + i];
            }
        }
    }
}
