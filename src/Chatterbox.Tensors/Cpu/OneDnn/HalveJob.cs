using System.Runtime.Intrinsics;
using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>Rounds float panels to blocks of bfloat16, a part for each 16 columns.</summary>
internal unsafe struct HalveJob : IParallelJob
{
    private static readonly int Columns = Vector512<float>.Count;

    private float* _panels;
    private ushort* _blocks;
    private int _k, _columns;

    /// <summary>Rounds all of a matrix of whole blocks.</summary>
    public static void Run(WorkerPool pool, PackedMatrix source, HalfMatrix matrix)
    {
        var job = new HalveJob { _panels = source.Panels, _blocks = matrix.Blocks, _k = matrix.K, _columns = matrix.Columns };
        pool.Run(job, matrix.Columns / Columns);
    }

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        int column = part * Columns;
        float* row = _panels + (long)column / Panel.Width * Panel.Width * _k + column % Panel.Width;
        for (int k = 0; k < _k; k += 2, row += 2 * Panel.Width)
        {
            Vector512<uint> low = BFloat16.Round(Vector512.Load(row)), high = BFloat16.Round(Vector512.Load(row + Panel.Width));
            (low | high << 16).Store((uint*)(_blocks + HalfBlocks.Index(_k, _columns, k, column)));
        }
    }
}
