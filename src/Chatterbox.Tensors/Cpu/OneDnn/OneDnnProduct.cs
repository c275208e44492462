using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>
/// c = a b + bias of one size, with a (rows x K) and b (K x columns) in bfloat16 and c and the bias in float32. a and c are dense, b is in
/// blocks (see <see cref="HalfBlocks"/>). All rows are always computed, in the same way, so that a row's bits depend on nothing but the row.
/// </summary>
internal sealed unsafe class OneDnnProduct : IDisposable
{
    private const int BFloat16 = 2, Float32 = 3;
    private const int Dense = 3;
    private const int UserScratchpad = 1;
    private const int QueryScratchpad = 136, QueryImplementation = 8;
    private const int Source = 1, Destination = 17, Weights = 33, Bias = 41, Scratchpad = 80;

    private readonly OneDnnLibrary _library;
    private readonly nint _primitive;
    private readonly GCHandle _handle;
    private OneDnnWorker[]? _workers; // null until all is made, and when it is gone
    private readonly nint[] _sources, _weights, _destinations, _biases;

    /// <summary>A product of the given size for so many threads.</summary>
    public OneDnnProduct(OneDnnLibrary library, int workers, int rows, int k, int columns, bool hasBias)
    {
        _library = library;
        library.EnterThread();
        nint source = library.Describe(rows, k, BFloat16, Dense), weights = library.Describe(k, columns, BFloat16, HalfBlocks.Tag(columns, library.Version));
        nint destination = library.Describe(rows, columns, Float32, Dense), bias = hasBias ? library.Describe(1, columns, Float32, Dense) : 0;
        nint attributes = library.CreateAttributes(UserScratchpad), description = library.DescribeMatmul(source, weights, bias, destination, attributes);
        IsReference = library.QueryText(description, QueryImplementation).StartsWith("ref", StringComparison.Ordinal);
        nint scratchpad = library.QueryMemory(description, QueryScratchpad);
        _primitive = library.CreatePrimitive(description);
        _handle = GCHandle.Alloc(this, GCHandleType.Weak);
        var all = new OneDnnWorker[workers];
        (_sources, _weights, _destinations, _biases) = (new nint[workers], new nint[workers], new nint[workers], new nint[workers]);
        for (int i = 0; i < workers; i++)
        {
            all[i] = new OneDnnWorker(library, Scratchpad, scratchpad);
            _sources[i] = all[i].Add(Source, source);
            _weights[i] = all[i].Add(Weights, weights);
            _destinations[i] = all[i].Add(Destination, destination);
            _biases[i] = hasBias ? all[i].Add(Bias, bias) : 0;
        }

        library.DestroyDescription(description);
        library.DestroyAttributes(attributes);
        foreach (nint matrix in (ReadOnlySpan<nint>)[source, weights, destination, bias])
            if (matrix != 0)
                library.DestroyDescriptionOfMemory(matrix);
        _workers = all;
    }

    /// <summary>Finalizer: the library's objects are native.</summary>
    ~OneDnnProduct() => Release();

    /// <summary>Whether oneDNN has nothing better than its reference code, which is slower than any kernel of ours.</summary>
    public bool IsReference { get; }

    /// <summary>The product as a number, for jobs, which hold no objects.</summary>
    public nint Handle => GCHandle.ToIntPtr(_handle);

    /// <summary>Multiplies on the calling thread, which is worker <paramref name="worker"/>.</summary>
    public static void Run(nint handle, int worker, ushort* a, ushort* b, float* bias, float* c) =>
        ((OneDnnProduct)GCHandle.FromIntPtr(handle).Target!).Run(worker, a, b, bias, c);

    /// <summary>Multiplies on the calling thread, which is worker <paramref name="worker"/>.</summary>
    public void Run(int worker, ushort* a, ushort* b, float* bias, float* c)
    {
        _library.EnterThread();
        _library.SetData(_sources[worker], a);
        _library.SetData(_weights[worker], b);
        _library.SetData(_destinations[worker], c);
        if (_biases[worker] != 0)
            _library.SetData(_biases[worker], bias);
        _workers![worker].Execute(_primitive);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (_workers is null)
            return;
        foreach (OneDnnWorker worker in _workers)
            worker.Release();
        _workers = null;
        _handle.Free();
        _library.DestroyPrimitive(_primitive);
    }
}
