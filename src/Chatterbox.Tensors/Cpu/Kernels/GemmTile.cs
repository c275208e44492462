namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// The inner loop of every product: a few rows times a strip of two registers of columns, held in registers over the whole of K.
/// Each value is summed over K in order, whatever the tile, so a row's bits never depend on its neighbours.
/// </summary>
internal static unsafe class GemmTile<TVector, TLane, TValue, TRows>
    where TLane : struct, ILane<TVector>
    where TValue : struct, IPanelValue<TVector>
    where TRows : struct, IRowCount
{
    /// <summary>Columns of a tile.</summary>
    public static int Columns => 2 * TLane.Width;

    /// <summary>
    /// c[r][j] = bias[j] + sum over k of a[r][k] b[k][j]; b has <see cref="Panel.Width"/> values to a row of k.
    /// A null bias adds nothing. The sums begin with zero, or with c where the product <paramref name="continues"/>.
    /// </summary>
    public static void Run(float* a, in PanelRows rows, byte* b, float* bias, float* c, nint cStride, bool continues)
    {
        TVector c00 = TLane.Zero, c01 = TLane.Zero, c10 = TLane.Zero, c11 = TLane.Zero;
        TVector c20 = TLane.Zero, c21 = TLane.Zero, c30 = TLane.Zero, c31 = TLane.Zero;
        TVector c40 = TLane.Zero, c41 = TLane.Zero, c50 = TLane.Zero, c51 = TLane.Zero;
        if (continues)
        {
            (c00, c01) = (TLane.Load(c), TLane.Load(c + TLane.Width));
            if (TRows.Count > 1)
                (c10, c11) = (TLane.Load(c + cStride), TLane.Load(c + cStride + TLane.Width));
            if (TRows.Count > 2)
                (c20, c21) = (TLane.Load(c + 2 * cStride), TLane.Load(c + 2 * cStride + TLane.Width));
            if (TRows.Count > 3)
                (c30, c31) = (TLane.Load(c + 3 * cStride), TLane.Load(c + 3 * cStride + TLane.Width));
            if (TRows.Count > 4)
                (c40, c41) = (TLane.Load(c + 4 * cStride), TLane.Load(c + 4 * cStride + TLane.Width));
            if (TRows.Count > 5)
                (c50, c51) = (TLane.Load(c + 5 * cStride), TLane.Load(c + 5 * cStride + TLane.Width));
        }

        int length = rows.SegmentLength;
        for (int segment = 0; segment < rows.Segments; segment++)
        {
            float* a0 = a + segment * rows.SegmentStride;
            float* a1 = a0 + rows.RowStride;
            float* a2 = a1 + rows.RowStride;
            float* a3 = a2 + rows.RowStride;
            float* a4 = a3 + rows.RowStride;
            float* a5 = a4 + rows.RowStride;
            for (nint k = 0; k < length; k++)
            {
                TVector b0 = TValue.Load(b);
                TVector b1 = TValue.Load(b + TLane.Width * TValue.Size);
                b += Panel.Width * TValue.Size;
                TVector x = TLane.Broadcast(a0[k]);
                c00 = TLane.MultiplyAdd(x, b0, c00);
                c01 = TLane.MultiplyAdd(x, b1, c01);
                if (TRows.Count > 1)
                {
                    x = TLane.Broadcast(a1[k]);
                    c10 = TLane.MultiplyAdd(x, b0, c10);
                    c11 = TLane.MultiplyAdd(x, b1, c11);
                }

                if (TRows.Count > 2)
                {
                    x = TLane.Broadcast(a2[k]);
                    c20 = TLane.MultiplyAdd(x, b0, c20);
                    c21 = TLane.MultiplyAdd(x, b1, c21);
                }

                if (TRows.Count > 3)
                {
                    x = TLane.Broadcast(a3[k]);
                    c30 = TLane.MultiplyAdd(x, b0, c30);
                    c31 = TLane.MultiplyAdd(x, b1, c31);
                }

                if (TRows.Count > 4)
                {
                    x = TLane.Broadcast(a4[k]);
                    c40 = TLane.MultiplyAdd(x, b0, c40);
                    c41 = TLane.MultiplyAdd(x, b1, c41);
                }

                if (TRows.Count > 5)
                {
                    x = TLane.Broadcast(a5[k]);
                    c50 = TLane.MultiplyAdd(x, b0, c50);
                    c51 = TLane.MultiplyAdd(x, b1, c51);
                }
            }
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
