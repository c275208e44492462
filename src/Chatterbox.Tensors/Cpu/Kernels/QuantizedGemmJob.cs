namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>A product with a matrix in few bits, cut into groups of panels for all threads; each panel is read once for all rows.</summary>
internal unsafe struct QuantizedGemmJob<TFormat> : IParallelJob
    where TFormat : struct, IBlockFormat
{
    private const int PartsPerWorker = 8;

    private SimdLevel _level;
    private float* _a;
    private int _aFloats;
    private int _rows;
    private byte* _panels;
    private long _panelBytes;
    private int _blocks;
    private int _columns;
    private float* _bias;
    private float* _c;
    private int _panelsPerPart;
    private Epilogue _epilogue;

    /// <summary>c (rows x columns) = a b + bias, and then what the epilogue does; the rows of <paramref name="a"/> are rounded, see <see cref="RoundRowsKernel"/>.</summary>
    public static void Run(WorkerPool pool, SimdLevel level, float* a, int rows, QuantizedMatrix<TFormat> b, float* c, Epilogue epilogue)
    {
        if (rows == 0)
            return;
        int panels = Panel.Count(b.Columns), perPart = Math.Max(1, panels / (PartsPerWorker * pool.Workers));
        var job = new QuantizedGemmJob<TFormat>
        {
            _level = level, _a = a, _aFloats = RoundRowsKernel.Floats(b.K), _rows = rows, _panels = b.Panels, _panelBytes = b.PanelBytes,
            _blocks = QuantizedMatrix<TFormat>.Blocks(b.K), _columns = b.Columns, _bias = b.Bias, _c = c, _panelsPerPart = perPart, _epilogue = epilogue,
        };
        pool.Run(job, (panels + perPart - 1) / perPart);
    }

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        int first = part * _panelsPerPart * Panel.Width, last = Math.Min((part + 1) * _panelsPerPart, Panel.Count(_columns));
        for (int panel = part * _panelsPerPart; panel < last; panel++)
        {
            int column = panel * Panel.Width;
            QuantizedGemm<TFormat>.RunPanel(
                _level, _a, _aFloats, _rows, _panels + panel * _panelBytes, _blocks, Math.Min(Panel.Width, _columns - column),
                _bias is null ? null : _bias + column, _c + column, _columns);
        }

        _epilogue.Run(_c + first, _columns, _rows, Math.Min(_columns, last * Panel.Width) - first);
    }
}
