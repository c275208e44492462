namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>A product cut into blocks of rows and groups of panels, for all threads.</summary>
internal unsafe struct GemmJob : IParallelJob
{
    private const int BlockRows = 16 * Gemm.TileRows;
    private const int BlockPanels = 4;

    private SimdLevel _level;
    private PanelRows _a;
    private int _rows;
    private PanelData _panels;
    private int _k;
    private int _columns;
    private float* _bias;
    private float* _c;
    private nint _cStride;
    private int _panelsPerPart;
    private int _panelGroups;
    private Epilogue _epilogue;

    /// <summary>c (rows x columns) = a b + bias, and then what the epilogue does.</summary>
    public static void Run(
        WorkerPool pool, SimdLevel level, in PanelRows a, int rows, PackedMatrix b, float* c, nint cStride, Epilogue epilogue)
    {
        if (rows == 0)
            return;
        int panels = Panel.Count(b.Columns);
        bool few = rows < BlockRows;
        int panelsPerPart = few ? Math.Max(1, panels / (4 * pool.Workers)) : BlockPanels;
        int groups = (panels + panelsPerPart - 1) / panelsPerPart;
        var job = new GemmJob
        {
            _level = level, _a = a, _rows = rows, _panels = PanelData.Floats(b.Panels), _k = b.K, _columns = b.Columns, _bias = b.Bias,
            _c = c, _cStride = cStride, _panelsPerPart = panelsPerPart, _panelGroups = groups, _epilogue = epilogue,
        };
        pool.Run(job, groups * ((rows + BlockRows - 1) / BlockRows));
    }

    /// <inheritdoc/>
    public void Run(int part, int worker)
    {
        int firstRow = part / _panelGroups * BlockRows;
        int firstPanel = part % _panelGroups * _panelsPerPart;
        int firstColumn = firstPanel * Panel.Width;
        int columns = Math.Min(_columns - firstColumn, _panelsPerPart * Panel.Width);
        PanelRows a = _a;
        a.Start += firstRow * a.RowStride;
        int rows = Math.Min(BlockRows, _rows - firstRow);
        float* c = _c + firstRow * _cStride + firstColumn;
        Gemm.Run(
            _level, a, rows, _panels.From((long)firstColumn * _k), Panel.Width * _k, columns,
            _bias is null ? null : _bias + firstColumn, c, _cStride);
        _epilogue.Run(c, _cStride, rows, columns);
    }
}
