namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>What happens to the values of a product while they are still in the cache: an activation, then the sum with a residual.</summary>
internal readonly unsafe struct Epilogue(UnaryFunction activation, float* y, float* residual)
{
    /// <summary>Finishes a block of the product, whose rows lie <paramref name="stride"/> floats apart.</summary>
    public void Run(float* block, nint stride, int rows, int columns)
    {
        if (activation.IsNone && residual is null)
            return;
        for (int row = 0; row < rows; row++)
        {
            float* at = block + row * stride;
            if (!activation.IsNone)
                activation.Run(at, at, columns);
            if (residual is not null)
                RowMath.Add(at, residual + (at - y), at, columns);
        }
    }
}
