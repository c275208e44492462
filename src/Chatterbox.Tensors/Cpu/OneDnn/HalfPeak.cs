using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>What the machine reaches at most in bfloat16: oneDNN's product of the sizes that suit it best, again and again from the cache.</summary>
internal static unsafe class HalfPeak
{
    private const int K = 256, Columns = 1024;
    private const int Products = 200;

    /// <summary>Operations of <see cref="Run"/> on one thread.</summary>
    public static double Flop => 2.0 * HalfMatrix.BlockRows * K * Columns * Products;

    /// <summary>Multiplies on worker <paramref name="worker"/> of a product made by <see cref="Product"/>.</summary>
    public static void Run(OneDnnProduct product, int worker)
    {
        const int Left = HalfMatrix.BlockRows * K, Right = K * Columns, Result = HalfMatrix.BlockRows * Columns;
        byte* memory = (byte*)NativeMemory.AlignedAlloc((Left + Right) * sizeof(ushort) + Result * sizeof(float), MemoryPool.Alignment);
        try
        {
            new Span<byte>(memory, (Left + Right) * sizeof(ushort)).Clear();
            float* c = (float*)(memory + (Left + Right) * sizeof(ushort));
            for (int i = 0; i < Products; i++)
                product.Run(worker, (ushort*)memory, (ushort*)memory + Left, null, c);
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    /// <summary>The product, for so many threads.</summary>
    public static OneDnnProduct Product(OneDnnLibrary library, int threads) => new(library, threads, HalfMatrix.BlockRows, K, Columns, hasBias: false);
}
