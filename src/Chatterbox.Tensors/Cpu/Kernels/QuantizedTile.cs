namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// One or two rows times a panel in 8 bits. A weight is its byte times its scale, rounded to float, and is summed over K in order: the
/// same bits as <see cref="GemmTile{TVector, TLane, TRows}"/> over the widened panel, so that the number of rows does not count.
/// </summary>
internal static unsafe class QuantizedTile<TVector, TLane, TRows>
    where TLane : struct, ILane<TVector>
    where TRows : struct, IRowCount
{
    /// <summary>c[r][j] = bias[j] + sum over k of a[r][k] b[k][j] for all columns of a panel.</summary>
    public static void Run(float* a, nint aStride, byte* panel, int k, float* bias, float* c, nint cStride)
    {
        int step = 2 * TLane.Width;
        for (int column = 0; column < Panel.Width; column += step)
            Strip(a, a + aStride, panel, k, column, bias is null ? null : bias + column, c + column, cStride);
    }

    private static void Strip(float* a0, float* a1, byte* block, int k, int column, float* bias, float* c, nint cStride)
    {
        TVector c00 = TLane.Zero, c01 = TLane.Zero, c10 = TLane.Zero, c11 = TLane.Zero;
        for (int first = 0; first < k; first += QuantizedMatrix.Block)
        {
            int rows = Math.Min(QuantizedMatrix.Block, k - first);
            ushort* scales = QuantizedMatrix.Scales(block) + column;
            TVector scale0 = TLane.WidenHalf(scales), scale1 = TLane.WidenHalf(scales + TLane.Width);
            sbyte* values = QuantizedMatrix.Rows(block) + column;
            for (int i = first; i < first + rows; i++, values += Panel.Width)
            {
                TVector b0 = TLane.Multiply(TLane.Widen(values), scale0);
                TVector b1 = TLane.Multiply(TLane.Widen(values + TLane.Width), scale1);
                TVector x = TLane.Broadcast(a0[i]);
                c00 = TLane.MultiplyAdd(x, b0, c00);
                c01 = TLane.MultiplyAdd(x, b1, c01);
                if (TRows.Count > 1)
                {
                    x = TLane.Broadcast(a1[i]);
                    c10 = TLane.MultiplyAdd(x, b0, c10);
                    c11 = TLane.MultiplyAdd(x, b1, c11);
                }
            }

            block = QuantizedMatrix.Next(block, rows);
        }

        TVector bias0 = bias is null ? TLane.Zero : TLane.Load(bias);
        TVector bias1 = bias is null ? TLane.Zero : TLane.Load(bias + TLane.Width);
        TLane.Store(TLane.Add(c00, bias0), c);
        TLane.Store(TLane.Add(c01, bias1), c + TLane.Width);
        if (TRows.Count > 1)
        {
            TLane.Store(TLane.Add(c10, bias0), c + cStride);
            TLane.Store(TLane.Add(c11, bias1), c + cStride + TLane.Width);
        }
    }
}
