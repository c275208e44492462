using System.Runtime.Intrinsics;
using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>
/// oneDNN's layout of a product's right side in bfloat16 (its tags BA16a64b2a and BA16a16b2a): blocks of 32 rows of K times 64 columns, or
/// times 16 where the columns are no multiple of 64; the blocks of a group of columns follow each other over K. In a block two rows lie
/// together, the two values of each column side by side.
/// </summary>
internal static unsafe class HalfBlocks
{
    /// <summary>Columns of the widest blocks.</summary>
    public const int Widest = 64;

    private const int Narrowest = 16;
    private const int Rows = 32;

    /// <summary>Columns of a block.</summary>
    public static int Width(int columns) => columns % Widest == 0 ? Widest : Narrowest;

    /// <summary>The number of the layout in a major version of oneDNN.</summary>
    public static int Tag(int columns, int version) => (version, Width(columns)) switch
    {
        (2, Widest) => 380,
        (2, _) => 377,
        (_, Widest) => 384,
        _ => 381,
    };

    /// <summary>Whether a matrix is whole blocks.</summary>
    public static bool Fits(int k, int columns) => k > 0 && columns > 0 && k % Rows == 0 && columns % Narrowest == 0;

    /// <summary>Where the value of row <paramref name="row"/> and column <paramref name="column"/> lies.</summary>
    public static long Index(int k, int columns, int row, int column)
    {
        int width = Width(columns);
        return (long)column / width * width * k + (long)(row / 2) * 2 * width + column % width * 2 + row % 2;
    }

    /// <summary>Packs columns that lie as rows: source[column * stride + row], for whole blocks of 64 columns.</summary>
    public static void PackTransposed(float* source, nint stride, int columns, int k, ushort* blocks)
    {
        ushort* rounded = stackalloc ushort[k];
        for (int column = 0; column < columns; column++)
        {
            BFloat16.Round(source + column * stride, rounded, k);
            uint* pairs = (uint*)rounded, to = (uint*)(blocks + Index(k, Widest, 0, column % Widest) + (long)column / Widest * Widest * k);
            for (int pair = 0; pair < k / 2; pair++)
                to[pair * Widest] = pairs[pair];
        }
    }

    /// <summary>Packs rows of 64 columns: source[row * stride + column]; a missing last row of two is zero.</summary>
    public static void Pack(float* source, nint stride, int k, ushort* blocks)
    {
        uint* pairs = (uint*)blocks;
        for (int row = 0; row < k; row += 2, pairs += Widest)
        {
            float* even = source + row * stride, odd = even + stride;
            for (int column = 0; column < Widest; column += Vector512<float>.Count)
            {
                Vector512<uint> low = BFloat16.Round(Vector512.Load(even + column));
                Vector512<uint> high = row + 1 < k ? BFloat16.Round(Vector512.Load(odd + column)) : Vector512<uint>.Zero;
                (low | high << 16).Store(pairs + column);
            }
        }
    }
}
