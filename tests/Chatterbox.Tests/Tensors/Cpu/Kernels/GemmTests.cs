using Chatterbox.Tensors.Cpu;
using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tests.Tensors.Cpu.Kernels;

/// <summary>The product kernel: every width, every number of rows, edges of panels, overlapping and segmented rows.</summary>
public sealed unsafe class GemmTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 7)]
    [InlineData(5, 16)]
    [InlineData(8, 31)]
    [InlineData(17, 32)]
    [InlineData(64, 33)]
    [InlineData(129, 100)]
    public void Every_level_has_the_bits_of_the_scalar_one_and_writes_nothing_else(int k, int columns)
    {
        for (int rows = 1; rows <= 19; rows++)
        {
            float[] a = Random32.Values(rows, rows * k), b = Random32.Values(100 + k, k * columns), bias = Random32.Values(200, columns);
            float[] expected = Product(SimdLevel.Scalar, a, b, bias, rows, k, columns);
            TensorAssert.Close($"{rows} x {k} x {columns}", Definition(a, b, bias, rows, k, columns), expected, 1e-6);
            foreach (SimdLevel level in Levels.Available)
                Assert.Equal(expected, Product(level, a, b, bias, rows, k, columns));
        }
    }

    [Fact]
    public void No_values_to_sum_give_the_bias()
    {
        foreach (SimdLevel level in Levels.Available)
            Assert.Equal([1, 2, 1, 2], Product(level, [], [], [1, 2], 2, 0, 2));
    }

    [Fact]
    public void No_rows_write_nothing()
    {
        foreach (SimdLevel level in Levels.Available)
            Assert.Empty(Product(level, [], Random32.Values(1, 12), null, 0, 3, 4));
    }

    [Fact]
    public void Segments_and_overlapping_rows_are_read_where_they_lie()
    {
        const int Channels = 3, Taps = 4, Dilation = 2, Frames = 30, Columns = 35, Rows = Frames - Dilation * (Taps - 1);
        float[] x = Random32.Values(1, Frames * Channels), b = Random32.Values(2, Taps * Channels * Columns);
        float[] windows = new float[Rows * Taps * Channels];
        for (int row = 0; row < Rows; row++)
            for (int tap = 0; tap < Taps; tap++)
                x.AsSpan((row + tap * Dilation) * Channels, Channels).CopyTo(windows.AsSpan((row * Taps + tap) * Channels));
        float[] expected = Product(SimdLevel.Scalar, windows, b, null, Rows, Taps * Channels, Columns);
        using GuardedFloats panels = Pack(b, Taps * Channels, Columns);
        fixed (float* start = x)
        {
            var rows = new PanelRows { Start = start, RowStride = Channels, Segments = Taps, SegmentStride = Dilation * Channels, SegmentLength = Channels };
            foreach (SimdLevel level in Levels.Available)
            {
                using var c = new GuardedFloats(Rows * Columns);
                Gemm.Run(level, rows, Rows, PanelData.Floats(panels.Pointer), Panel.Width * Taps * Channels, Columns, null, c.Pointer, Columns);
                Assert.Equal(expected, c.Span.ToArray());
            }
        }
    }

    [Fact]
    public void A_NaN_stays_in_its_row_or_column()
    {
        const int Rows = 13, K = 9, Columns = 70;
        float[] a = Random32.Values(1, Rows * K), b = Random32.Values(2, K * Columns);
        a[5 * K + 3] = float.NaN;
        b[2 * Columns + 33] = float.NaN;
        foreach (SimdLevel level in Levels.Available)
        {
            float[] c = Product(level, a, b, null, Rows, K, Columns);
            for (int i = 0; i < c.Length; i++)
                Assert.Equal(i / Columns == 5 || i % Columns == 33, float.IsNaN(c[i]));
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(33, 5)]
    [InlineData(64, 17)]
    public void Both_packings_lay_columns_into_panels_and_fill_the_last_with_zeros(int columns, int k)
    {
        float[] b = Random32.Values(1, k * columns), transposed = Transpose.Of(b, k, columns);
        int floats = (int)Panel.Floats(columns, k);
        using GuardedFloats rows = Pack(b, k, columns);
        using var turned = new GuardedFloats(floats);
        fixed (float* source = transposed)
            Panel.PackTransposed(source, k, columns, k, turned.Pointer);
        Assert.Equal(rows.Span.ToArray(), turned.Span.ToArray());
        turned.AssertUntouched(floats, floats);
        for (int i = 0; i < floats; i++)
        {
            int panel = i / (Panel.Width * k), row = i / Panel.Width % k, column = panel * Panel.Width + i % Panel.Width;
            Assert.Equal(column < columns ? b[row * columns + column] : 0, rows.Span[i]);
        }
    }

    private static GuardedFloats Pack(float[] b, int k, int columns)
    {
        int floats = (int)Panel.Floats(columns, k);
        var panels = new GuardedFloats(floats);
        fixed (float* source = b)
            Panel.Pack(source, columns, columns, k, panels.Pointer);
        panels.AssertUntouched(floats, floats);
        return panels;
    }

    /// <summary>a (rows, k) times b (k, columns) into rows that lie apart, from and to places off every boundary.</summary>
    private static float[] Product(SimdLevel level, float[] a, float[] b, float[]? bias, int rows, int k, int columns)
    {
        int stride = columns + 5;
        using GuardedFloats panels = Pack(b, k, columns);
        using var left = new GuardedFloats(a, offset: 3);
        using var add = new GuardedFloats(Panel.Count(columns) * Panel.Width, offset: 1);
        bias?.CopyTo(add.Span);
        using var c = new GuardedFloats(rows * stride, offset: 7);
        Gemm.Run(level, PanelRows.Matrix(left.Pointer, k, k), rows, PanelData.Floats(panels.Pointer), Panel.Width * k, columns, bias is null ? null : add.Pointer, c.Pointer, stride);
        c.AssertUntouched(columns, stride);
        float[] result = new float[rows * columns];
        for (int row = 0; row < rows; row++)
            c.Span.Slice(row * stride, columns).CopyTo(result.AsSpan(row * columns));
        return result;
    }

    private static float[] Definition(float[] a, float[] b, float[] bias, int rows, int k, int columns)
    {
        float[] c = new float[rows * columns];
        for (int i = 0; i < c.Length; i++)
        {
            double sum = bias[i % columns];
            for (int j = 0; j < k; j++)
                sum += (double)a[i / columns * k + j] * b[j * columns + i % columns];
            c[i] = (float)sum;
        }

        return c;
    }
}
