using System.Runtime.Intrinsics;
using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>Rounds panels to blocks of bfloat16, see <see cref="HalfBlocks"/>.</summary>
internal readonly unsafe struct HalfPanels(HalfMatrix matrix) : IPanelTarget
{
    private static readonly int Columns = Vector512<float>.Count;

    private readonly ushort* _blocks = matrix.Blocks;
    private readonly int _k = matrix.K, _columns = matrix.Columns;

    /// <inheritdoc/>
    public float* Place(int panel, float* scratch) => scratch;

    /// <inheritdoc/>
    public void Take(int panel, float* values)
    {
        int first = panel * Panel.Width, end = Math.Min(first + Panel.Width, _columns), width = HalfBlocks.Width(_columns);
        for (int column = first; column < end; column += Columns)
        {
            float* row = values + column - first;
            uint* to = (uint*)(_blocks + HalfBlocks.Index(_k, _columns, 0, column));
            for (int k = 0; k < _k; k += 2, row += 2 * Panel.Width, to += width)
            {
                Vector512<uint> low = BFloat16.Round(Vector512.Load(row)), high = BFloat16.Round(Vector512.Load(row + Panel.Width));
                (low | high << 16).Store(to);
            }
        }
    }
}
