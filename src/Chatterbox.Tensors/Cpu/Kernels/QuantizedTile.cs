namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// A few rows times a panel in 8 bits. A weight is its byte times its scale, rounded to float, and is summed over K in order: the same
/// bits as <see cref="GemmTile{TVector, TLane, TRows}"/> over the widened panel, so that the number of rows does not count.
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
            Strip(a, aStride, panel, k, column, bias is null ? null : bias + column, c + column, cStride);
    }

    private static void Strip(float* a0, nint aStride, byte* block, int k, int column, float* bias, float* c, nint cStride)
    {
        float* a1 = a0 + aStride;
        float* a2 = a1 + aStride;
        float* a3 = a2 + aStride;
        float* a4 = a3 + aStride;
        float* a5 = a4 + aStride;
        TVector c00 = TLane.Zero, c01 = TLane.Zero;
        TVector c10 = TLane.Zero, c11 = TLane.Zero;
        TVector c20 = TLane.Zero, c21 = TLane.Zero;
        TVector c30 = TLane.Zero, c31 = TLane.Zero;
        TVector c40 = TLane.Zero, c41 = TLane.Zero;
        TVector c50 = TLane.Zero, c51 = TLane.Zero;
        for (int first = 0; first < k; first += QuantizedMatrix.Block)
        {
            int rows = Math.Min(QuantizedMatrix.Block, k - first);
            ushort* scales = QuantizedMatrix.Scales(block) + column;
            TVector scale0 = TLane.WidenHalf(scales), scale1 = TLane.WidenHalf(scales + TLane.Width);
            sbyte* values = QuantizedMatrix.Rows(block) + column;
            for (nint i = first; i < first + rows; i++, values += Panel.Width)
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

                if (TRows.Count > 2)
                {
                    x = TLane.Broadcast(a2[i]);
                    c20 = TLane.MultiplyAdd(x, b0, c20);
                    c21 = TLane.MultiplyAdd(x, b1, c21);
                }

                if (TRows.Count > 3)
                {
                    x = TLane.Broadcast(a3[i]);
                    c30 = TLane.MultiplyAdd(x, b0, c30);
                    c31 = TLane.MultiplyAdd(x, b1, c31);
                }

                if (TRows.Count > 4)
                {
                    x = TLane.Broadcast(a4[i]);
                    c40 = TLane.MultiplyAdd(x, b0, c40);
                    c41 = TLane.MultiplyAdd(x, b1, c41);
                }

                if (TRows.Count > 5)
                {
                    x = TLane.Broadcast(a5[i]);
                    c50 = TLane.MultiplyAdd(x, b0, c50);
                    c51 = TLane.MultiplyAdd(x, b1, c51);
                }
            }

            block = QuantizedMatrix.Next(block, rows);
        }

        TVector bias0 = bias is null ? TLane.Zero : TLane.Load(bias);
        TVector bias1 = bias is null ? TLane.Zero : TLane.Load(bias + TLane.Width);
        Store(c, c00, c01, bias0, bias1);
        if (TRows.Count > 1)
            Store(c + cStride, c10, c11, bias0, bias1);
        if (TRows.Count > 2)
            Store(c + 2 * cStride, c20, c21, bias0, bias1);
        if (TRows.Count > 3)
            Store(c + 3 * cStride, c30, c31, bias0, bias1);
        if (TRows.Count > 4)
            Store(c + 4 * cStride, c40, c41, bias0, bias1);
        if (TRows.Count > 5)
            Store(c + 5 * cStride, c50, c51, bias0, bias1);
    }

    private static void Store(float* c, TVector left, TVector right, TVector bias0, TVector bias1)
    {
        TLane.Store(TLane.Add(left, bias0), c);
        TLane.Store(TLane.Add(right, bias1), c + TLane.Width);
    }
}
