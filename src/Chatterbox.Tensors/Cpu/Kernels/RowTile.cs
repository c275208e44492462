namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// <see cref="GemmTile{TVector,TLane,TValue,TRows}"/> for a single row: the same strip of two neighbouring panels at once, as the sums of
/// one strip alone would wait for each other. Each value has the same bits.
/// </summary>
internal static unsafe class RowTile<TVector, TLane, TValue>
    where TLane : struct, ILane<TVector>
    where TValue : struct, IPanelValue<TVector>
{
    /// <summary>
    /// c[j] = bias[j] + sum over k of a[k] b[k][j], and the same for the columns a panel further, whose values begin
    /// <paramref name="panelStride"/> bytes further. A null bias adds nothing. The sums begin with zero, or with c where the product
    /// <paramref name="continues"/>.
    /// </summary>
    public static void Run(in PanelRows row, byte* b, nint panelStride, float* bias, float* c, bool continues)
    {
        TVector c00 = TLane.Zero, c01 = TLane.Zero, c10 = TLane.Zero, c11 = TLane.Zero;
        if (continues)
        {
            (c00, c01) = (TLane.Load(c), TLane.Load(c + TLane.Width));
            (c10, c11) = (TLane.Load(c + Panel.Width), TLane.Load(c + Panel.Width + TLane.Width));
        }

        for (int segment = 0; segment < row.Segments; segment++)
        {
            float* a = row.Start + segment * row.SegmentStride;
            for (nint k = 0; k < row.SegmentLength; k++)
            {
                TVector x = TLane.Broadcast(a[k]);
                c00 = TLane.MultiplyAdd(x, TValue.Load(b), c00);
                c01 = TLane.MultiplyAdd(x, TValue.Load(b + TLane.Width * TValue.Size), c01);
                c10 = TLane.MultiplyAdd(x, TValue.Load(b + panelStride), c10);
                c11 = TLane.MultiplyAdd(x, TValue.Load(b + panelStride + TLane.Width * TValue.Size), c11);
                b += Panel.Width * TValue.Size;
            }
        }

        if (bias is not null)
        {
            (c00, c01) = (TLane.Add(c00, TLane.Load(bias)), TLane.Add(c01, TLane.Load(bias + TLane.Width)));
            (c10, c11) = (TLane.Add(c10, TLane.Load(bias + Panel.Width)), TLane.Add(c11, TLane.Load(bias + Panel.Width + TLane.Width)));
        }

        TLane.Store(c00, c);
        TLane.Store(c01, c + TLane.Width);
        TLane.Store(c10, c + Panel.Width);
        TLane.Store(c11, c + Panel.Width + TLane.Width);
    }
}
