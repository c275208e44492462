namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>A product with a matrix in 8 bits, cut into groups of panels for all threads; each panel is read once for all rows.</summary>
internal unsafe struct QuantizedGemmJob : IParallelJob
{
    private const int PartsPerWorker = 4;

    private SimdLevel _level;
    private float* _a;
    private int _rows;
    private byte* _panels;
    private long _panelBytes;
    private int _k;
    private int _columns;
    private float* _bias;
    private float* _c;
    private int _panelsPerPart;
    private float* _scratch;
    private long _scratchStride;

    /// <summary>c (rows x columns) = a b + bias.</summary>
    public static void Run(WorkerPool pool, SimdLevel level, float* a, int rows, QuantizedMatrix b, float* c)
    {
        if (rows == 0)
            return;
        int panels = Panel.Count(b.Columns), perPart = Math.Max(1, panels / (PartsPerWorker * pool.Workers));
        float* scratch = pool.Scratch((long)Panel.Width * b.K, out long stride);
        var job = new QuantizedGemmJob
        {
            _level = level, _a = a, _rows = rows, _panels = b.Panels, _panelBytes = b.PanelBytes, _k = b.K, _columns = b.Columns, _bias = b.Bias,
            _c = c, _panelsPerPart = perPart, _scratch = scratch, _scratchStride = stride,
        };
        pool.Run(job, (panels + perPart - 1) / perPart);
    }

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        int last = Math.Min((part + 1) * _panelsPerPart, Panel.Count(_columns));
        for (int panel = part * _panelsPerPart; panel < last; panel++)
        {
            int column = panel * Panel.Width;
            QuantizedGemm.RunPanel(
                _level, _a, _k, _rows, _panels + panel * _panelBytes, _k, Math.Min(Panel.Width, _columns - column),
                _bias is null ? null : _bias + column, _c + column, _columns, _scratch + worker * _scratchStride);
        }
    }
}
